/**
 * How Luma signs your webhooks. Its documentation does not say; public receivers expect either: the headers of
 * https://www.standardwebhooks.com, or `Webhook-Signature: t=…,v1=…`. Whichever yours has when it sends its test.
 */
export const lumaSigns: "standard-webhooks" | "pairs" = "standard-webhooks";

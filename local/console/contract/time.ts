/**
 * RFC 3339.
 * @format date-time
 */
export type Time = string;

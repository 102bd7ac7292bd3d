const STYLE = `body{font:14px system-ui;margin:2em;color:#222}table{border-collapse:collapse;margin-bottom:2em}
th,td{padding:.2em .6em;border:1px solid #ddd;text-align:left;font-weight:normal}a{color:inherit}
.ok{background:#eefaee}.declared{background:#fdf6dd}.failed{background:#fbdcdc}section.failed table{background:#fff}
pre{white-space:pre-wrap}`;

export function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">
<title>${escape(title)}</title><style>${STYLE}</style>
<body>
${parts.join("\n")}
</body></html>
`;
}

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

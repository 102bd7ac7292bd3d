/** Shows what GET /api/… answers, renewed every second. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ycat</title>
<style>
  body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color-scheme: light dark }
  pre { font-size: 12px; background: #8881; padding: .75rem; border-radius: 6px; overflow: auto; max-height: 24rem }
</style>
<h1>ycat</h1>
<p>What the stand-ins hold. <code>npm run send -- app form.submitted</code> sends a webhook.</p>
<main></main>
<script>
  const parts = ["state", "deliveries", "faults", "sources"];
  document.querySelector("main").innerHTML = parts.map((part) => "<h2><a href=/api/" + part + ">" + part + "</a></h2><pre id=" + part + "></pre>").join("");
  async function show() {
    for (const part of parts) {
      const answer = await fetch("/api/" + part).then((response) => response.text(), () => "ycat does not answer");
      const place = document.getElementById(part);
      if (place.textContent !== answer) place.textContent = answer;
    }
    setTimeout(show, 1000);
  }
  show();
</script>
</html>
`;

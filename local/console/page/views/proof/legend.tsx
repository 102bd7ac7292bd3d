export function Legend() {
  return (
    <p class="quiet">
      ✓ ends as it should. ~ what no handler could do better is declared, with the reason. ✕ fails: opens the shortest
      story that shows it.
    </p>
  );
}

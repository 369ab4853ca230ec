/* Narrows the list of all entries down; without this script the list is simply whole. */
"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const rows = [...document.querySelectorAll(".rows > li")];
  if (!form) return;
  const fields = [...form.elements].filter((field) => field.name);
  const output = form.querySelector("output");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  let timer = 0;

  function matches(row, wanted) {
    const words = plain(wanted.text || "").split(/\s+/).filter(Boolean);
    return words.every((word) => texts.get(row).includes(word)) && Object.entries(wanted).every(
      ([name, value]) => name === "text" || value === "" || row.dataset[name] === value);
  }

  function show() {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    let count = 0;
    for (const row of rows) {
      row.hidden = !matches(row, wanted);
      count += row.hidden ? 0 : 1;
    }
    // A screen reader waits for the typing to stop.
    clearTimeout(timer);
    timer = setTimeout(() => { output.textContent = output.dataset.words.replace("#", count); }, 250);
    return wanted;
  }

  function remember() {
    const query = new URLSearchParams(Object.entries(show()).filter(([, value]) => value !== ""));
    history.replaceState(null, "", query.size ? "?" + query : location.pathname);
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = query.get(field.name) || "";
      // A value that this list does not have would leave the field empty.
      if (field.value === "" && field.options) field.selectedIndex = 0;
    }
    show();
  }

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  addEventListener("popstate", recall);
  form.hidden = false;
  recall();
})();

/* Reloads the page when a source was saved, and moves it to another moment; without it links and a form do. */
"use strict";
(() => {
  const bar = document.getElementById("preview-bar");
  if (!bar) return;
  const [slider, words, live] = ["slider", "words", "live"].map((id) => document.getElementById("preview-" + id));
  const PLACE = "preview-place";
  let source = null;
  let lost = false;
  let timer = 0;

  // Where the reader was, over a reload

  function leave(go) {
    const place = { path: location.pathname, x: scrollX, y: scrollY, slider: document.activeElement === slider };
    try { sessionStorage.setItem(PLACE, JSON.stringify(place)); } catch { /* private windows may refuse */ }
    if (source) source.close();
    go();
  }

  function comeBack() {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch { return; }
    if (!place || place.path !== location.pathname) return;
    if (place.slider) slider.focus({ preventScroll: true });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  }

  // What was saved

  function listen() {
    if (source) source.close();
    source = new EventSource("/-/events");
    source.onopen = () => say(false);
    source.onmessage = (event) => {
      if (event.data !== bar.dataset.generation) leave(() => location.reload());
    };
    source.onerror = () => {
      say(true);
      // A refusal ends it for good, a broken connection does not.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  }

  function say(gone) {
    bar.classList.toggle("pv-lost", gone);
    if (gone !== lost) live.textContent = gone ? "Connection lost, trying again" : "Connected again";
    lost = gone;
  }

  // A browser opens six connections to a host: pages that nobody sees must not hold them.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) listen();
    else if (source) source.close();
  });

  // The moment

  function show(stop) {
    const text = stop[2] ? stop[1] + ": " + stop[2] : stop[1];
    slider.setAttribute("aria-valuetext", text);
    words.textContent = "As of " + text;
  }

  function move(stops) {
    const query = new URLSearchParams(location.search);
    query.set("at", stops[slider.value][0]);
    leave(() => location.replace("?" + query));
  }

  async function slide() {
    const stops = await (await fetch("/-/stops.json")).json();
    let held = false;
    slider.max = stops.length - 1;
    slider.closest("label").hidden = false;
    slider.addEventListener("pointerdown", () => { held = true; });
    slider.addEventListener("input", () => {
      show(stops[slider.value]);
      clearTimeout(timer);
      // The keys move step by step; whoever drags has let go when "change" comes.
      if (!held) timer = setTimeout(move, 350, stops);
    });
    slider.addEventListener("change", () => {
      if (held) move(stops);
      held = false;
    });
  }

  if (!document.hidden) listen();
  addEventListener("pagehide", () => { if (source) source.close(); });
  slide().finally(comeBack);
})();

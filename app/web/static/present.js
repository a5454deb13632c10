"use strict";
// Slides: one at a time, with keys, remotes, swipes and buttons. Asks the server for nothing once it is loaded.
// Without this file the page is complete: its slides then stand below each other.
(() => {
  const deck = document.getElementById("deck");
  const slides = [...deck.children];
  const [said, place, back, on, pace, run, full] =
    ["said", "place", "back", "on", "pace", "run", "full"].map((id) => document.getElementById(id));
  const rtl = document.documentElement.dir === "rtl";
  const LARGEST = 3; // how much a chart may be enlarged to fill its slide
  const SWIPE = 50; // pixels
  let current = 0;

  // -- charts: as large as their slide allows, drawn when the slide is shown

  const tablesOnly = matchMedia("(forced-colors: active)").matches || !window.Plotly;
  const drawn = new Map(); // chart -> the room it was drawn for

  const source = (plot) => plot.nextElementSibling.textContent;

  function draw(slide) {
    const plot = slide.querySelector(".plot");
    if (!plot || tablesOnly) return;
    slide.classList.add("charted");
    const room = plot.parentElement;
    const size = `${slide.clientWidth} ${slide.clientHeight}`;
    if (drawn.get(plot) === size) return;
    drawn.set(plot, size);
    room.style.minBlockSize = "";
    // Parts of one chart are enlarged alike, as far as all of them allow: bars of the same share are of the same length.
    const parts = slides.filter((each) => each.dataset.chart && each.dataset.chart === slide.dataset.chart && each.querySelector(".plot"));
    const scale = Math.min(...parts.map((each) => largest(source(each.querySelector(".plot")), room)));
    const figure = window.Chart.fit(JSON.parse(source(plot)), Math.floor(room.clientWidth / scale));
    plot.style.zoom = 1; // Plotly measures what it draws
    window.Plotly.react(plot, figure.data, figure.layout, { ...window.Chart.CONFIG, staticPlot: true });
    plot.style.zoom = scale;
    room.style.minBlockSize = `${Math.ceil(figure.layout.height * scale)}px`;
  }

  // Enlarging means: fit to a smaller place, then look closer. So labels grow with the bars. Where even the smallest
  // letters that can be read from afar do not fit, the slide scrolls.
  function largest(figure, { clientWidth: width, clientHeight: height }) {
    const smallest = (0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
    for (let scale = LARGEST; ; scale = Math.max(scale - 0.1, smallest)) {
      const { height: high } = window.Chart.fit(JSON.parse(figure), Math.floor(width / scale)).layout;
      if (high * scale <= height || scale === smallest) return scale;
    }
  }

  const redraw = () => { drawn.clear(); draw(slides[current]); };
  new ResizeObserver(() => draw(slides[current])).observe(deck);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  // -- which slide

  function show(number, silent = false) {
    current = Math.max(0, Math.min(number, slides.length - 1));
    slides.forEach((slide, i) => { slide.hidden = i !== current; });
    const slide = slides[current];
    back.disabled = current === 0;
    on.disabled = current === slides.length - 1;
    place.textContent = `${current + 1} / ${slides.length}`;
    slide.scrollTop = 0;
    draw(slide);
    if (location.hash !== `#${slide.id}`) history.replaceState(null, "", `#${slide.id}`);
    if (!silent) said.textContent = `${slide.dataset.said}: ${slide.querySelector("h1, h2").textContent}`;
  }

  function asked() {
    const found = slides.findIndex((slide) => `#${slide.id}` === location.hash);
    return found < 0 ? 0 : found;
  }

  // -- by itself

  let timer = 0;

  function start() {
    timer = setInterval(() => show((current + 1) % slides.length), Number(pace.value) * 1000);
    run.dataset.start ??= run.textContent;
    run.textContent = run.dataset.stop;
    said.textContent = run.dataset.started;
  }

  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    run.textContent = run.dataset.start;
    said.textContent = run.dataset.stopped;
  }

  // -- keys, remotes, buttons, fingers

  // What lies to the left comes next where one reads from the right.
  const KEYS = {
    ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, PageDown: 1, PageUp: -1, " ": 1, Home: -Infinity, End: Infinity,
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const presses = event.target.closest("button, a, select") && [" ", "Enter"].includes(event.key);
    if (!presses) stop(); // a pressed button sees to it itself
    const step = event.key === " " && event.shiftKey ? -1 : KEYS[event.key];
    if (!step || presses || event.target.matches("select")) return;
    event.preventDefault();
    show(current + step);
  });

  back.addEventListener("click", () => { stop(); show(current - 1); });
  on.addEventListener("click", () => { stop(); show(current + 1); });
  run.addEventListener("click", () => (timer ? stop() : start()));
  pace.addEventListener("change", () => { if (timer) { clearInterval(timer); start(); } });
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  full.hidden = !document.fullscreenEnabled;

  let finger = null;
  deck.addEventListener("pointerdown", (event) => { stop(); finger = event.isPrimary && event.pointerType !== "mouse" ? event : null; });
  deck.addEventListener("pointerup", (event) => {
    if (!finger || event.pointerId !== finger.pointerId) return;
    const [across, down] = [event.clientX - finger.clientX, event.clientY - finger.clientY];
    finger = null;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) show(current + (across < 0 === rtl ? -1 : 1));
  });
  deck.addEventListener("pointercancel", () => { finger = null; });

  addEventListener("hashchange", () => show(asked()));
  document.documentElement.classList.add("presenting");
  document.getElementById("controls").hidden = false;
  show(asked(), true);
})();

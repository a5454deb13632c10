"use strict";
// Draws the charts as they come into view, and asks now and then whether there are new results.
// Without this file the page is complete: it then shows its tables.
(() => {
  const results = document.getElementById("results");
  const news = document.getElementById("news");
  const EVERY = 30_000;
  const { CONFIG, fit } = window.Chart;

  // -- drawing

  const drawn = new Map(); // chart -> the figure it shows, as text, and the width it was fitted to
  const source = (plot) => plot.nextElementSibling.textContent;

  function draw(plot) {
    const section = plot.closest("section");
    const width = Math.floor(section.clientWidth - parseFloat(getComputedStyle(section).paddingInlineStart) * 2);
    const figure = JSON.parse(source(plot));
    fit(figure, width);
    steady(section, () => {
      window.Plotly.react(plot, figure.data, figure.layout, CONFIG);
      if (!drawn.has(plot)) for (const table of section.querySelectorAll(".numbers")) table.open = false;
      section.dataset.drawn = "";
    });
    drawn.set(plot, { figure: source(plot), width });
  }

  // What one reads stays where it is while something above it changes its height; most browsers see to that themselves.
  function steady(section, change) {
    const before = section.getBoundingClientRect();
    change();
    if (before.bottom < 0 && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, section.getBoundingClientRect().bottom - before.bottom);
  }

  const redraw = () => { for (const plot of drawn.keys()) draw(plot); };

  // In forced colours the tables are better, and whoever saves data is spared a third of a megabyte.
  const tablesOnly = matchMedia("(forced-colors: active)").matches || navigator.connection?.saveData;

  // Fetched at once, not for the first chart that comes near: then charts stand before one has scrolled to them.
  const plotly = new Promise((loaded) => {
    const script = document.createElement("script");
    script.src = news.dataset.plotly;
    script.onload = loaded; // if it cannot be loaded, the tables stay
    if (!tablesOnly) document.head.append(script);
  });

  const inView = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inView.unobserve(target);
      plotly.then(() => draw(target.querySelector(".plot")));
    }
  }, { rootMargin: "600px 0px" });

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const plot = target.querySelector(".plot");
      if (drawn.has(plot) && Math.abs(drawn.get(plot).width - plot.clientWidth) > 1) draw(plot);
    }
  });

  function watch() {
    if (tablesOnly) return;
    for (const plot of [...drawn.keys()]) if (!plot.isConnected) drawn.delete(plot);
    for (const plot of results.querySelectorAll(".plot")) {
      const section = plot.closest("section");
      if (!drawn.has(plot)) inView.observe(section);
      else if (drawn.get(plot).figure !== source(plot)) draw(plot);
      resized.observe(section);
    }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  // -- new results

  async function look() {
    if (document.hidden || !news.dataset.newest) return;
    const newest = await ask(news.dataset.newest);
    if (!newest || String((await newest.json()).release) === results.dataset.release) return;
    const address = new URL(location.href);
    address.searchParams.set("part", "1");
    const part = await ask(address);
    if (!part) return;
    const fresh = new DOMParser().parseFromString(await part.text(), "text/html").getElementById("results");
    patch(results, fresh);
    watch();
    news.textContent = news.dataset.words;
    setTimeout(() => { news.textContent = ""; }, 10_000);
  }

  // The browser sends the ETag it knows along by itself. Nothing comes back while one is offline; later it will.
  const ask = (address) => fetch(address, { cache: "no-cache" }).then((answer) => (answer.ok ? answer : null), () => null);

  // Makes one element like another in place, so that scroll, focus, open tables and drawn charts stay as they are.
  function patch(old, fresh) {
    if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return undefined;
    }
    if (old.matches(".plot")) return undefined;
    for (const { name, value } of fresh.attributes) if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    const [was, now] = [[...old.childNodes], [...fresh.childNodes]];
    now.forEach((node, i) => (i < was.length ? patch(was[i], node) : old.append(node)));
    was.slice(now.length).forEach((node) => node.remove());
    return undefined;
  }

  // -- paper: browsers that cannot show a closed table with CSS open it for as long as they print

  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const table of results.querySelectorAll(".numbers:not([open])")) { opened.add(table); table.open = true; }
  });
  addEventListener("afterprint", () => {
    for (const table of opened) table.open = false;
    opened.clear();
  });

  watch();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();

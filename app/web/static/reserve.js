"use strict";
// Keeps the room of each chart free while the page is still being read, so that nothing moves when the chart is drawn.
// Stands in the head and waits for nothing: what it changes was never on the screen before.
(() => {
  if (window.Chart.tablesOnly) return;

  const widths = new Map(); // chart -> the width its room was measured for
  const inner = (section) => Math.floor(section.clientWidth - parseFloat(getComputedStyle(section).paddingInlineStart) * 2);

  // The table comes last in an exhibit: where it is, the figure is. It is folded as it will be beside its chart.
  function reserve() {
    for (const table of document.querySelectorAll(".plot ~ .numbers")) {
      const section = table.closest("section");
      if ("drawn" in section.dataset) continue;
      table.open = false;
      section.dataset.drawn = "";
      widths.set(section.querySelector(".plot"), 0);
    }
    const moved = [...widths].map(([plot, was]) => [plot, was, inner(plot.closest("section"))]).filter(([, was, now]) => was !== now);
    const rooms = moved.map(([plot, , now]) => [plot, window.Chart.fit(JSON.parse(plot.nextElementSibling.textContent), now).layout.height]);
    moved.forEach(([plot, , now]) => widths.set(plot, now));
    for (const [plot, height] of rooms) plot.style.minBlockSize = `${height}px`;
  }

  // Once before each picture the browser paints of the growing page, and for good when all of it is there.
  let reading = true;
  function eachFrame() {
    if (!reading) return;
    reserve();
    requestAnimationFrame(eachFrame);
  }
  requestAnimationFrame(eachFrame);
  document.addEventListener("DOMContentLoaded", () => { reading = false; reserve(); });

  // No chart will come: the tables open again.
  window.Chart.giveUp = () => {
    for (const plot of widths.keys()) {
      const section = plot.closest("section");
      delete section.dataset.drawn;
      plot.style.minBlockSize = "";
      section.querySelector(".numbers").open = true;
    }
  };

  // Asked for now, run when the page is there.
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: document.currentScript.dataset.plotly }));
})();

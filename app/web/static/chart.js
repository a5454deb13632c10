"use strict";
// Fits a figure to its place: colours of the style sheet, labels by the width of the screen. Draws nothing itself.
window.Chart = (() => {
  const NARROW = 560; // below this width a label stands above its bar
  const CONFIG = {
    displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "",
    responsive: false, scrollZoom: false, doubleClick: false,
  };

  // -- what the style sheet says

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const font = (size, color = css("--ink")) => ({ family: getComputedStyle(document.body).fontFamily, size, color });
  const brush = document.createElement("canvas").getContext("2d");
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

  function long(text, size) {
    brush.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    return brush.measureText(text.replace(/&(lt|gt|amp);/g, (found) => ENTITIES[found])).width;
  }

  // Lines of a label, each kept apart from the direction of the drawing (the isolates U+2068 and U+2069).
  function lines(label, width, size) {
    const made = [""];
    for (const word of label.replace(/[\u2068\u2069]/g, "").split(" ")) {
      const longer = `${made.at(-1)} ${word}`.trim();
      if (!made.at(-1) || long(longer, size) <= width) made[made.length - 1] = longer;
      else made.push(word);
    }
    return made;
  }
  const isolated = (made) => made.map((line) => `\u2068${line}\u2069`).join("<br>");

  // -- fitting a figure to its place

  function paint(figure) {
    for (const trace of figure.data) {
      const tone = trace.meta.tone;
      trace.marker = { color: css(`--tone-${tone}`), line: { color: css("--paper"), width: 1 } };
      if (tone === "second") trace.marker.pattern = { shape: "/", fgcolor: css("--stripes"), bgcolor: css("--tone-second"), size: 8, solidity: 0.3 };
      trace.insidetextfont = font(14, css(`--on-${tone}`));
      for (const whiskers of [trace.error_x, trace.error_y]) {
        if (whiskers) Object.assign(whiskers, { color: css("--whisker"), thickness: 1.5, width: 3 });
      }
    }
    Object.assign(figure.layout, {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: font(15),
      hoverlabel: { bgcolor: css("--paper"), bordercolor: css("--line"), font: font(15) },
    });
    for (const shape of figure.layout.shapes ?? []) shape.line.color = css("--ink");
  }

  // Where a bar ends with its whisker, in the unit of the axis.
  const end = (trace, i) => (trace.orientation === "h" ? trace.x : trace.y)[i] + ((trace.error_x ?? trace.error_y)?.array[i] ?? 0);

  // Texts behind bars are annotations: Plotly's own would be crossed out by the whisker.
  function write(data, layout, placed) {
    const notes = data.filter((trace) => trace.textposition === "outside").flatMap((trace) => {
      trace.textposition = "none";
      return trace.text.map((text, i) => ({ text, showarrow: false, borderpad: 0, font: font(15), ...placed(trace, i) }));
    });
    layout.annotations = [...(layout.annotations ?? []), ...notes];
  }

  // A bar without an interval stands in a trace of its own: Plotly would draw a whisker of no length.
  function apart(trace) {
    const whiskers = trace.error_x ?? trace.error_y;
    if (!whiskers?.array.includes(null)) return [trace];
    const only = (keep) => (list) => list.filter((_, i) => (whiskers.array[i] !== null) === keep);
    const part = (keep) => Object.fromEntries(["x", "y", "text", "hovertext"].map((name) => [name, only(keep)(trace[name])]));
    const ends = { array: only(true)(whiskers.array), arrayminus: only(true)(whiskers.arrayminus) };
    const name = trace.error_x ? "error_x" : "error_y";
    return [{ ...trace, ...part(true), [name]: { ...whiskers, ...ends } }, { ...trace, ...part(false), [name]: undefined }];
  }

  // Lying bars: every row is as high as its label needs, counted in pixels; labels beside the bars or above them.
  function lie({ data, layout }, width) {
    const above = width < NARROW;
    const size = above ? 15 : 16;
    const line = size * (document.documentElement.lang.match(/^(ar|fa)/) ? 1.6 : 1.3);
    const bare = !layout.yaxis.ticktext.some((label) => label);
    const room = bare ? 0 : above ? width : Math.min(Math.max(width * 0.36, 200), 420);
    const lanes = data[0].meta.lanes ?? 1; // bars below each other in one row
    const stacked = data.length > lanes;
    const bar = bare ? 40 : stacked ? 30 : lanes > 1 ? 20 : 24;
    const thick = bar * lanes;
    const labels = layout.yaxis.ticktext.map((label) => lines(label, room - 12, size));
    const start = layout.yaxis.side === "right" ? "r" : "l";
    const centers = [];
    let bottom = 0;
    for (const label of labels) {
      const text = bare ? 0 : label.length * line;
      centers.push(above ? bottom + text + 4 + thick / 2 : bottom + Math.max(text, thick) / 2 + 5);
      bottom += above ? text + 4 + thick + 12 : Math.max(text, thick) + 10;
    }
    layout.width = width;
    layout.height = bottom;
    layout.margin = { l: 0, r: 0, t: 0, b: 0, [start]: above ? 0 : room };
    const drawn = width - (above ? 0 : room);
    for (const trace of data) {
      trace.text = trace.y.map((row, i) => (stacked && !fits(trace, i, layout, drawn) ? "" : trace.text[i]));
      trace.y = trace.y.map((row) => centers[row] + ((trace.meta.lane ?? 0) - (lanes - 1) / 2) * bar);
      trace.width = bar;
    }
    if (!stacked) leaveRoom(data, layout, drawn);
    Object.assign(layout.yaxis, { range: [bottom, 0], tickvals: centers, ticktext: labels.map(isolated), tickfont: font(size), showticklabels: !above, ticklabelstandoff: 8 });
    if (layout.xaxis.zeroline) markZero(layout, centers, thick / 2);
    // A line is an annotation of its own: Plotly puts the lines of one text at the wrong edge when they end at the right.
    if (above && !bare) layout.annotations = labels.flatMap((label, i) => label.map((words, at) => ({
      x: start === "r" ? 1 : 0, xref: "paper", xanchor: start === "r" ? "right" : "left",
      y: centers[i] - thick / 2 - (label.length - 1 - at) * line, yanchor: "bottom",
      borderpad: 0, showarrow: false, text: isolated([words]), font: font(size),
    })));
    const side = start === "r" ? { xanchor: "right", xshift: -5 } : { xanchor: "left", xshift: 5 };
    write(data, layout, (trace, i) => ({ x: end(trace, i), y: trace.y[i], yanchor: "middle", ...side }));
  }

  function fits(trace, i, layout, width) {
    const span = Math.abs(layout.xaxis.range[1] - layout.xaxis.range[0]);
    return (trace.x[i] / span) * width > long(trace.text[i], 14) + 6;
  }

  // The longest bar ends where its percentage still fits behind it.
  function leaveRoom(data, layout, width) {
    const text = Math.max(...[...data.flatMap((trace) => trace.text), ...(layout.meta?.texts ?? [])].map((each) => long(each, 15))) + 14;
    const furthest = Math.max(...data.flatMap((trace) => trace.x.map((_, i) => end(trace, i))), layout.meta?.longest ?? 0);
    const longest = (furthest / Math.max(1 - text / width, 0.3)) || 1;
    layout.xaxis.range = layout.xaxis.range[0] > layout.xaxis.range[1] ? [longest, 0] : [0, longest];
  }

  // The neutral middle: a short stroke below each bar, for a line through all of them would cross out labels.
  function markZero(layout, centers, half) {
    layout.xaxis.zeroline = false;
    layout.shapes = centers.map((center) => ({
      type: "line", layer: "below", x0: 0, x1: 0, y0: center, y1: center + half + 5, line: { width: 2, color: css("--ink") },
    }));
  }

  // Standing columns: labels turn upright where they would touch each other.
  function stand({ data, layout }, width) {
    const column = width / data[0].x.length;
    const widest = Math.max(...layout.xaxis.ticktext.map((label) => long(label, 14)));
    const upright = widest > column - 6;
    const turned = Math.max(...data[0].text.map((text) => long(text, 15))) > column - 2;
    const said = layout.annotations?.length;
    Object.assign(layout, { width, height: 280 + (upright ? widest : 0), margin: { l: 0, r: 0, t: said ? 28 : 8, b: upright ? widest + 16 : 28 } });
    Object.assign(layout.xaxis, { tickangle: upright ? -90 : 0, tickfont: font(14) });
    layout.yaxis.range[1] *= turned ? 1.1 : 1;
    layout.bargap = 0.3;
    for (const note of layout.annotations ?? []) note.font = font(15);
    write(data, layout, (trace, i) => ({ x: trace.x[i], y: end(trace, i), yanchor: "bottom", textangle: turned ? -90 : 0, yshift: 2, bgcolor: css("--paper") }));
  }

  // A figure as the server sent it, made ready for Plotly in this width.
  function fit(figure, width) {
    paint(figure);
    (figure.data[0].orientation === "h" ? lie : stand)(figure, width);
    figure.data = figure.data.flatMap(apart);
    return figure;
  }

  // In forced colours the tables are better, and whoever saves data is spared a third of a megabyte.
  const tablesOnly = matchMedia("(forced-colors: active)").matches || navigator.connection?.saveData;

  return { CONFIG, fit, tablesOnly };
})();

// Draws the network of this page with vis-network; what it says comes from the data block, as text only.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("picture-data").textContent);
  const host = document.getElementById("picture");
  const picked = document.getElementById("picked");
  host.style.height = `${data.height}px`;

  // Thai has no spaces between words: the browser's dictionary says where a line may end.
  const words = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("th", { granularity: "word" }) : null;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${data.options.nodes.font.size}px ${data.options.nodes.font.face}`;
  const fits = (text) => pen.measureText(text.trim()).width <= data.box.width;
  const cut = (parts) => {
    const left = [...parts];
    while (left.length > 1 && !fits(`${left.join("").trim()}…`)) left.pop();
    return `${left.join("").trim()}…`;
  };
  const wrap = (name) => {
    if (!words) return null;
    const lines = [[]];
    for (const { segment } of words.segment(name)) {
      if (lines.at(-1).length && !fits([...lines.at(-1), segment].join(""))) lines.push([]);
      lines.at(-1).push(segment);
    }
    const shown = lines.slice(0, data.box.lines).map((line) => line.join("").trim());
    if (lines.length > data.box.lines) shown[data.box.lines - 1] = cut(lines.slice(data.box.lines - 1).flat());
    return shown.every(fits) ? shown.join("\n") : null;
  };

  for (const node of data.nodes) if (node.name) node.label = wrap(node.name) ?? node.label;
  const network = new vis.Network(
    host,
    { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) },
    // The wheel scrolls the page until the picture is in use.
    { ...data.options, interaction: { ...data.options.interaction, zoomView: false } },
  );
  const titles = new Map(data.nodes.map((node) => [node.id, node.title]));

  // Letters below this size cannot be read; a small screen is held closer and needs larger ones.
  const readable = host.clientWidth < 500 ? data.readable * 1.35 : data.readable;
  const showAll = () => network.fit({ maxZoomLevel: 1 });
  const showStart = () => {
    showAll();
    if (network.getScale() < readable) network.moveTo({ position: data.start, scale: readable });
  };
  const tell = (id) => {
    picked.textContent = titles.get(id) ?? "";
    const row = data.rows[id];
    if (row === undefined) return;
    const link = document.createElement("a");
    link.href = `#thing-${Number(row)}`;
    link.textContent = data.words.row;
    picked.append("\n", link);
  };

  network.on("selectNode", (event) => tell(event.nodes[0]));
  network.once("click", () => network.setOptions({ interaction: { zoomView: true } }));
  document.getElementById("controls").hidden = false;
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => network.moveTo({ scale: network.getScale() * Number(button.dataset.zoom) }));
  }
  document.querySelector('[data-fit="all"]').addEventListener("click", showAll);
  document.querySelector('[data-fit="start"]').addEventListener("click", showStart);
  showStart();
  host.dataset.drawn = "yes";
})();

"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)];
  for (const e of all(".js")) e.classList.remove("js");
  const filterBox = $("filter");
  if (filterBox) filterBox.style.display = "flex";

  let toastTimer;
  const say = (text) => {
    const toast = $("toast");
    toast.textContent = text;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { toast.textContent = ""; }, 2500);
  };

  // Copy buttons take the text of the block before them.
  const copyByHand = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("copy")) {
      const block = button.parentElement.querySelector("pre");
      let done = true;
      try { await navigator.clipboard.writeText(block.textContent); } catch { done = copyByHand(block); }
      say(done ? "Copied" : "Select the text and copy it");
    }
    if (button.classList.contains("expand")) {
      const open = button.getAttribute("aria-expanded") !== "true";
      for (const d of all(".finding, .area", button.closest("section"))) if (!d.hidden) d.open = open;
      button.setAttribute("aria-expanded", open);
      button.textContent = open ? "Close all" : "Open all";
    }
  });

  // The filter. Findings carry their area themselves, rows by their table.
  const fields = { text: $("f-text"), outcome: $("f-o"), area: $("f-a"), level: $("f-l"), dialect: $("f-d") };
  const items = filterBox ? all(".finding, .rows[data-checks] tbody tr").map((node) => ({
    node,
    row: node.tagName === "TR",
    area: node.dataset.a || (node.closest("[data-a]") || { dataset: {} }).dataset.a,
    dialects: (node.dataset.d || "").split(" "),
  })) : [];
  const textOf = (item) => {
    if (item.text === undefined) {
      const parts = item.row ? [item.node.children[1]]
        : [item.node.querySelector("summary"), item.node.parentElement.querySelector("h3"), ...all(".why, .problem", item.node)];
      item.text = parts.map((n) => (n ? n.textContent : "")).join(" ").toLowerCase();
    }
    return item.text;
  };
  const values = () => Object.fromEntries(Object.entries(fields).map(([k, f]) => [k, f.value.trim()]).filter(([, v]) => v));

  const apply = () => {
    const want = values();
    const words = (want.text || "").toLowerCase().split(/\s+/).filter(Boolean);
    const active = Object.keys(want).length > 0;
    let shown = 0, total = 0;
    for (const item of items) {
      const d = item.node.dataset;
      const hit = (!want.outcome || d.o === want.outcome) && (!want.area || item.area === want.area) &&
        (!want.level || d.l === want.level) && (!want.dialect || item.dialects.includes(want.dialect)) &&
        words.every((w) => textOf(item).includes(w));
      item.node.hidden = !hit;
      if (item.row) { total++; if (hit) shown++; }
    }
    for (const group of all(".symptom, .area[data-a]")) {
      const hits = all(".finding, tbody tr", group).filter((n) => !n.hidden).length;
      group.hidden = hits === 0;
      if (group.classList.contains("area") && active) group.open = hits > 0 && shown <= 400;
    }
    for (const toc of all(".toc")) toc.hidden = active;
    for (const section of all("section.findings")) section.hidden = active && !all(".finding", section).some((n) => !n.hidden);
    $("f-count").textContent = active ? `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} checks` : `${total.toLocaleString("en")} checks`;
  };
  const remember = () => {
    const query = new URLSearchParams(values()).toString();
    history.replaceState(null, "", query ? "#filter?" + query : location.pathname + location.search);
  };
  const set = (want) => { for (const [k, f] of Object.entries(fields)) f.value = want[k] || ""; };
  const reset = () => { set({}); apply(); };

  // An address leads to a check, to a part of the page, or to a filtered view.
  const follow = () => {
    let hash = location.hash.slice(1);
    if (hash.startsWith("filter?") && filterBox) {
      set(Object.fromEntries(new URLSearchParams(hash.slice(7))));
      apply();
      return;
    }
    let target = $(hash);
    if (!target) { try { target = $(decodeURIComponent(hash)); } catch { return; } }
    if (!target) return;
    if (filterBox && target.closest("[hidden]")) reset();
    for (let n = target; n; n = n.parentElement) if (n.tagName === "DETAILS") n.open = true;
    target.scrollIntoView({ behavior: "instant" });
    const summary = target.tagName === "DETAILS" && target.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  };

  if (filterBox) {
    let timer;
    filterBox.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { apply(); remember(); }, 120);
    });
    $("f-reset").addEventListener("click", () => { reset(); remember(); fields.text.focus(); });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        fields.text.focus();
      }
      if (event.key === "Escape" && event.target === fields.text) { reset(); remember(); }
    });
  }

  // On paper everything that failed is open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(".finding:not([open]), .toc:not([open])");
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => { for (const d of opened) d.open = false; });

  addEventListener("hashchange", follow);
  if (location.hash) follow();
  root.dataset.ready = "true";
})();

// htmx as this page needs it: no code out of attributes, no styles of its own, history by loading pages anew.
// It reads its settings from a <meta> when it is loaded, so this module has to be imported before it.
const settings = {
  includeIndicatorCSS: false,
  history: "reload",
  defaultTimeout: 30_000,
  extensions: "none",
};
if (document.querySelector('meta[name="htmx-config"]') === null) {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify(settings);
  document.head.append(meta);
}

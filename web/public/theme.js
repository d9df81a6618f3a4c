// Runs before the first paint, so that nobody who chose the light theme sees a dark flash.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('km.theme');
  } catch (refused) {
    chosen = null;
  }
  var light = matchMedia('(prefers-color-scheme: light)').matches;
  var shown = chosen === 'dark' || chosen === 'light' ? chosen : light ? 'light' : 'dark';
  document.documentElement.dataset.theme = shown;
})();

// Puts our search worker in place of Material's, in the settings that the theme's script reads next. The theme
// documents no setting for it; tests/browser/test_search_browser.py notices when this seam closes.
{
  const element = document.getElementById("__config")
  const config = JSON.parse(element.textContent)
  // The fragment names the channel between this page's box and its worker.
  config.search = `${document.currentScript.dataset.worker}#${Math.random().toString(36).slice(2)}`
  element.textContent = JSON.stringify(config)
}

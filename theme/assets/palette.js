// The colors that the reader chose last, before anything is drawn.
{
  const chosen = __md_get("__palette")?.color
  if (chosen) {
    if (chosen.media === "(prefers-color-scheme)") {
      const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"
      const { dataset } = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`)
      chosen.media = dataset.mdColorMedia
      chosen.scheme = dataset.mdColorScheme
      chosen.primary = dataset.mdColorPrimary
      chosen.accent = dataset.mdColorAccent
    }
    for (const [name, value] of Object.entries(chosen)) {
      document.body.setAttribute(`data-md-color-${name}`, value)
    }
  }
}

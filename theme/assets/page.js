// The first script of each page. What the theme's own scripts call, as Material has it within its pages; and
// handlers, which may not stand there either.

// Of one site among several below one address: what each remembers is its own.
window.__md_scope = new URL(document.currentScript.dataset.scope, location)

window.__md_hash = text => [...text].reduce((hash, character) => (hash << 5) - hash + character.charCodeAt(0), 0)

window.__md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key))

window.__md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value))
  } catch {
    // No storage, or none left: it is forgotten with the page.
  }
}

// Through the header's own label: the theme puts the cursor into the box for that one only.
document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest(".qy-hero__search")) {
    document.querySelector("header [for=__search]").click()
  }
})

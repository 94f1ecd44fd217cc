/** Menus are <details class="menu">: they open by themselves; here they close, when something is chosen or clicked elsewhere, or with Escape. */
export function startMenus() {
  document.addEventListener("click", (event) => {
    const isChoice = event.target.closest(".menu-list a, .menu-list button") !== null;
    for (const menu of openMenus()) if (isChoice || !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // A click into the app's frame is seen here only as the loss of focus.
  window.addEventListener("blur", () => {
    for (const menu of openMenus()) menu.open = false;
  });
}

function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

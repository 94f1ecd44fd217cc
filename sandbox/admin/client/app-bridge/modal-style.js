// The look of a modal, as a sheet of the document: a <style> node or style attributes could fall to the app's own policy.
const STYLE = `
  .sandbox-modal { position: fixed; inset: 0; z-index: 1000; display: grid; place-items: center; padding: 16px; background: rgb(0 0 0 / .5) }
  .sandbox-modal[hidden] { display: none }
  .sandbox-modal-box { display: flex; flex-direction: column; width: min(100%, var(--modal-width, 620px)); max-height: 100%; border-radius: 12px; background: #fff; box-shadow: 0 20px 40px rgb(0 0 0 / .25); overflow: hidden }
  .sandbox-modal-head, .sandbox-modal-foot { display: flex; gap: 8px; align-items: center; padding: 12px 16px; background: #f3f3f3 }
  .sandbox-modal-head h2 { flex: 1; margin: 0; font: 600 14px/20px Inter, system-ui, sans-serif }
  .sandbox-modal-foot { justify-content: flex-end; background: #fff; border-top: 1px solid #e3e3e3 }
  .sandbox-modal-foot:empty { display: none }
  .sandbox-modal-content { overflow: auto; min-height: 48px }
  .sandbox-modal-content iframe { display: block; width: 100%; height: 60vh; border: 0 }
  .sandbox-modal button.sandbox-modal-button { min-height: 28px; padding: 4px 12px; border: 1px solid #c9c9c9; border-radius: 8px; background: #fff; color: #303030; font: 550 13px/20px Inter, system-ui, sans-serif; cursor: pointer }
  .sandbox-modal button.sandbox-modal-button[data-variant=primary] { border-color: #303030; background: #303030; color: #fff }
  .sandbox-modal button.sandbox-modal-button[data-tone=critical] { border-color: #8e1f0b; background: #c70a24; color: #fff }
  .sandbox-modal button.sandbox-modal-button:disabled { opacity: .5; cursor: default }`;

let isStyled = false;

export function addModalStyle() {
  if (isStyled) return;
  isStyled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

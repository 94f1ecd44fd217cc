import { createRoot } from "@wordpress/element";
import { App } from "./app";
import "./style.scss";

const place = document.getElementById("crossdock-admin");
if (place) createRoot(place).render(<App />);

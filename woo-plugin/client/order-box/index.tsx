import { createRoot } from "@wordpress/element";
import { OrderBox } from "./order-box";

const place = document.getElementById("crossdock-order-box");
const order = place?.dataset.order;
if (place && order) createRoot(place).render(<OrderBox order={order} />);

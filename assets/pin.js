// Improves the question where the house is: position of the device, a pin to drag, arrow keys. Without it the page
// works by its buttons. All sentences come from the page.
const form = document.querySelector('form.pin');
const box = form?.querySelector('.map');
const said = document.getElementById('pin-said');

const SIDE = 576; // units of a picture, whose centre is counted in steps of the server
const STEPS = 4; // in one picture
const EARTH_METRES = 6371008.8;
const NEAR = 16; // zoom of a few streets
const WAIT_MS = 20_000;

if (box) start();

function start() {
  const { dataset } = box;
  const field = (name) => form.elements.namedItem(`pin.${name}`);
  const number = (text) => Number.parseFloat(text);
  const anchor = [number(dataset.lat), number(dataset.lng)];
  const directions = dataset.directions.split('|');

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  const say = (...lines) => {
    const paragraphs = lines.filter(Boolean).map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    });
    said.replaceChildren(...paragraphs);
  };

  const radians = (degrees) => (degrees * Math.PI) / 180;
  const metres = ([lat1, lng1], [lat2, lng2]) => {
    const h = Math.sin(radians(lat2 - lat1) / 2) ** 2
      + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2;
    return 2 * EARTH_METRES * Math.asin(Math.sqrt(Math.min(1, h)));
  };
  const distanceWords = (far) => {
    if (far < 995) return `${Math.round(far / 10) * 10} m`;
    const tenths = Math.round(far / 100);
    const km = tenths >= 100 ? Math.round(tenths / 10) : tenths / 10;
    return `${String(km).replace('.', dataset.mark)} km`;
  };
  const where = (lat, lng) => {
    const far = metres(anchor, [lat, lng]);
    if (far < 10) return dataset.here;
    const east = (lng - anchor[1]) * Math.cos(radians(anchor[0]));
    const turn = (Math.atan2(east, lat - anchor[0]) * 180) / Math.PI;
    const direction = directions[Math.round(((turn + 360) % 360) / 45) % 8];
    return fill(dataset.where, { distance: distanceWords(far), direction });
  };
  // The server knows more than a circle.
  const seems = (lat, lng) => (metres(anchor, [lat, lng]) <= number(dataset.radius) ? dataset.inside : dataset.edge);

  const set = (lat, lng, first) => {
    field('lat').value = lat.toFixed(6);
    field('lng').value = lng.toFixed(6);
    field('plus_code').value = '';
    say(first, where(lat, lng), seems(lat, lng));
  };

  const pin = () => {
    const [lat, lng] = [number(field('lat').value), number(field('lng').value)];
    return Number.isFinite(lat) && Number.isFinite(lng) ? [lat, lng] : null;
  };

  const live = globalThis.L && liveMap({ dataset, field, pin, anchor, set });
  if (live) say(...[...said.querySelectorAll('p')].map((line) => line.textContent), dataset.drag);
  offerPosition((lat, lng) => {
    set(lat, lng, dataset.located);
    if (live) return live.show(lat, lng);
    // Without Leaflet the server draws the new picture.
    field('zoom').value = Math.max(NEAR, number(field('zoom').value));
    const go = Object.assign(document.createElement('input'), { type: 'hidden', name: 'go', value: 'stay' });
    form.append(go);
    return form.submit();
  }, say, dataset);
}

function offerPosition(found, say, dataset) {
  const place = document.querySelector('[data-pin="locate"]');
  if (!navigator.geolocation) return;
  place.hidden = false;
  const button = place.querySelector('button');
  const failures = { 1: dataset.denied, 2: dataset.unknown, 3: dataset.late };
  button.addEventListener('click', () => {
    button.disabled = true;
    say(dataset.locating);
    const done = (act) => (answer) => {
      button.disabled = false;
      act(answer);
    };
    navigator.geolocation.getCurrentPosition(
      done(({ coords }) => found(coords.latitude, coords.longitude)),
      done(({ code }) => say(failures[code] ?? dataset.unknown)),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    );
  });
}

// Our drawing, and tiles above it where they can be had.
function liveMap({ dataset, field, pin, anchor, set }) {
  const { L } = globalThis;
  const container = document.createElement('div');
  container.className = 'live';
  box.replaceChildren(container);
  const zoomMax = Number(dataset.zoomMax);
  // A small map shows as much as the picture that it replaces.
  const less = box.clientWidth < SIDE ? 1 : 0;
  const map = L.map(container, {
    center: pin() ?? anchor, zoom: Number(field('zoom').value) - less, minZoom: Number(dataset.zoomMin), maxZoom: zoomMax,
    zoomControl: false, keyboard: false, fadeAnimation: false, zoomAnimation: false, attributionControl: false,
  });
  L.control.zoom({ zoomInTitle: dataset.zoomIn, zoomOutTitle: dataset.zoomOut }).addTo(map);
  const drawings = new Map();
  const draw = () => {
    const zoom = map.getZoom();
    field('zoom').value = zoom + less;
    const { min, max } = map.getPixelBounds();
    const seen = new Set();
    for (let x = Math.floor(min.x / SIDE); x * SIDE < max.x; x += 1) {
      for (let y = Math.floor(min.y / SIDE); y * SIDE < max.y; y += 1) {
        const address = `${dataset.pictures}/${zoom}/${(x + 0.5) * STEPS}/${(y + 0.5) * STEPS}.svg`;
        const corner = (by) => map.unproject(L.point((x + by) * SIDE, (y + by) * SIDE), zoom);
        const drawing = () => L.imageOverlay(address, L.latLngBounds(corner(0), corner(1)), { zIndex: 1 }).addTo(map);
        if (!drawings.has(address)) drawings.set(address, drawing());
        seen.add(address);
      }
    }
    drawings.forEach((drawing, address) => {
      if (seen.has(address)) return;
      drawing.remove();
      drawings.delete(address);
    });
  };
  if (dataset.tiles) {
    const plain = document.createElement('span');
    plain.textContent = dataset.attribution;
    L.control.attribution({ prefix: false }).addTo(map).addAttribution(plain.innerHTML);
    L.tileLayer(dataset.tiles, { maxZoom: zoomMax, pane: 'overlayPane', zIndex: 2 }).addTo(map);
  }
  const marker = L.marker(pin() ?? anchor, {
    draggable: true, keyboard: true, title: dataset.marker, alt: dataset.marker, opacity: pin() ? 1 : 0.6,
  }).addTo(map);
  const settle = () => {
    const { lat, lng } = marker.getLatLng();
    marker.setOpacity(1);
    map.panInside(marker.getLatLng(), { padding: [40, 40] });
    set(lat, lng);
  };
  marker.on('dragend', settle);
  map.on('click', ({ latlng }) => {
    marker.setLatLng(latlng);
    settle();
  });
  map.on('moveend zoomend', draw);
  draw();
  const steps = { ArrowUp: [0, -8], ArrowDown: [0, 8], ArrowLeft: [-8, 0], ArrowRight: [8, 0] };
  container.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const moved = map.latLngToContainerPoint(marker.getLatLng()).add(L.point(step));
    marker.setLatLng(map.containerPointToLatLng(moved));
    settle();
  });
  document.querySelectorAll('.pad button').forEach((button) => {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      if (button.value === 'closer') return map.setView(marker.getLatLng(), map.getZoom() + 1);
      if (button.value === 'further') return map.setView(marker.getLatLng(), map.getZoom() - 1);
      const far = Number(dataset.step) / 111195;
      const { lat, lng } = marker.getLatLng();
      const wide = far / Math.cos((lat * Math.PI) / 180);
      const to = { north: [far, 0], south: [-far, 0], east: [0, wide], west: [0, -wide] }[button.value];
      marker.setLatLng([lat + to[0], lng + to[1]]);
      return settle();
    });
  });
  return {
    show: (lat, lng) => {
      marker.setLatLng([lat, lng]).setOpacity(1);
      map.setView([lat, lng], Math.max(map.getZoom(), Math.min(NEAR, zoomMax)));
    },
  };
}

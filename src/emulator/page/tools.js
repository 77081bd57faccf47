// Small helpers that every module uses: elements, icons, requests, times, toasts.

import { lang, t } from './words.js';

/** el('button', {class: 'x', onclick: f, 'aria-label': '…'}, 'text', child) — text is always text, never HTML. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key === 'class' ? 'class' : key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  send: 'M3.4 20.4 21 12 3.4 3.6 3.4 10l11 2-11 2z',
  card: 'M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 15.5c.6-1.6 1.7-2.3 3-2.3s2.4.7 3 2.3M14.5 9.5H18M14.5 13H18',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  eyeOff: 'M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.8 3.5M6.2 7.6A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9M9.9 9.9a3 3 0 0 0 4.2 4.2',
  reply: 'M10 8V4.5L3.5 11l6.5 6.5V14c5 0 8 1.5 10.5 5-.8-6-4-10.5-10.5-11z',
  xray: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20.5 20.5',
  list: 'M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.2 6.5h.1M4.2 12h.1M4.2 17.5h.1',
  link: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  forward: 'M14 8V4.5l6.5 6.5-6.5 6.5V14c-5 0-8 1.5-10.5 5C4.3 13 7.5 8.5 14 8z',
  close: 'M6 6l12 12M18 6 6 18',
  mail: 'M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7',
  poster: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM17.5 17.5H20V20h-2.5zM20 14v.1M14 20v-.1',
  play: 'M7 4.5v15l12-7.5z',
  stop: 'M6.5 6.5h11v11h-11z',
  add: 'M12 5v14M5 12h14',
  day: 'M12 3.5v2M12 18.5v2M3.5 12h2M18.5 12h2M6 6l1.4 1.4M16.6 16.6 18 18M6 18l1.4-1.4M16.6 7.4 18 6M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  trouble: 'M13 3 5 13.5h6L10 21l8-10.5h-6z',
  shield: 'M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5',
  person: 'M12 11.5a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6',
  more: 'M12 5.5v.1M12 12v.1M12 18.5v.1',
  down: 'M12 5v14M6 13l6 6 6-6',
  like: 'M7 11v9H4v-9zM7 11l4-7.5c1.5 0 2.5 1 2.3 2.5L13 9h5.5a1.8 1.8 0 0 1 1.7 2.3l-2 7a2.2 2.2 0 0 1-2.1 1.7H7',
  chat: 'M4 5h16v11H10l-4.5 4v-4H4z',
  mic: 'M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  pin: 'M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  tick: 'M2 12.5l5 5L17 7',
  ticks: 'M1.5 12.5l4.5 4.5L15 7M10.5 15.5l1.5 1.5L21.5 7',
  warn: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3v.1',
};

const SVG = 'http://www.w3.org/2000/svg';

/** A line icon; it is decoration, so the button around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** JSON in, JSON out; throws the server's own sentence when it refuses. */
export async function request(method, url, body) {
  const options = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const response = await fetch(url, options);
  const text = await response.text();
  let answer = null;
  try { answer = text ? JSON.parse(text) : null; } catch { /* a plain sentence */ }
  if (!response.ok) throw new Error(answer?.error ?? (text || `${response.status}`));
  return answer;
}

export const get = (url) => request('GET', url);
export const post = (url, body = {}) => request('POST', url, body);

// Messages name times of the shop, so the page shows the shop's time wherever the browser is.
let zone = new URLSearchParams(location.search).get('zone') ?? 'America/Sao_Paulo';
export function setZone(name) { if (name) zone = name; }

const format = (ms, options) => new Intl.DateTimeFormat(lang, { timeZone: zone, ...options }).format(ms);
export const clockOf = (ms) => format(ms, { hour: '2-digit', minute: '2-digit', hour12: false });
export const dayKey = (ms) => format(ms, { year: 'numeric', month: '2-digit', day: '2-digit' });
export const longTime = (ms) =>
  format(ms, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

export const shortTime = (ms) => format(ms, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

export function dayName(ms, now) {
  if (dayKey(ms) === dayKey(now)) return t('today');
  if (dayKey(ms) === dayKey(now - 86_400_000)) return t('yesterday');
  return format(ms, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** A number as the reader writes it. */
export const figure = (value, options) => new Intl.NumberFormat(lang, options).format(value).replace('-', '−');

/** +5511987654321 → +55 11 98765-4321; other countries as they come. */
export function phoneText(phone) {
  const brazil = /^\+?55(\d{2})(\d{4,5})(\d{4})$/.exec((phone ?? '').replace(/[^\d+]/g, ''));
  return brazil ? `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}` : phone ?? '';
}

let hide;
export function toast(text, ms = 3200) {
  const node = document.getElementById('toast');
  node.textContent = text;
  node.classList.add('on');
  clearTimeout(hide);
  hide = setTimeout(() => node.classList.remove('on'), ms);
}

/** {number, text} of a wa.me link, or null. The number is empty in a "choose a contact" link. */
export function waMe(href) {
  try {
    const url = new URL(href);
    const api = url.hostname === 'api.whatsapp.com' && url.pathname.startsWith('/send');
    if (url.hostname !== 'wa.me' && !api) return null;
    const number = api ? url.searchParams.get('phone') ?? '' : url.pathname.replace(/\D/g, '');
    return { number, text: url.searchParams.get('text') ?? '' };
  } catch {
    return null;
  }
}

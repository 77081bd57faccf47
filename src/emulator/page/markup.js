// WhatsApp's text markup into elements: *bold* _italic_ ~strike~ `code`, ``` blocks, > quotes, lists, links.

import { el } from './tools.js';

const INLINE = [
  { mark: '*', tag: 'strong' },
  { mark: '_', tag: 'em' },
  { mark: '~', tag: 's' },
];

const URL_PATTERN = /https?:\/\/[^\s<>"']+|\bwa\.me\/[^\s<>"']+/g;

/** Renders a whole message; `link(url, text)` makes the element of a link. */
export function markup(text, link) {
  const out = document.createDocumentFragment();
  text.split(/```([\s\S]+?)```/g).forEach((part, index) => {
    if (index % 2) out.append(el('pre', {}, part.replace(/^\n|\n$/g, '')));
    else if (part) out.append(...blocks(index ? part.replace(/^\n/, '') : part, link));
  });
  return out;
}

/** The text without its marks. */
export function plain(text) {
  const host = document.createElement('div');
  host.append(markup(text, (_, shown) => shown));
  for (const end of host.querySelectorAll('br')) end.replaceWith('\n');
  return [...host.childNodes].map((block) => block.textContent).join(' ');
}

function blocks(text, link) {
  const out = [];
  let group = null;
  for (const line of text.split('\n')) {
    const found = lineKind(line);
    if (group?.kind !== found.kind) {
      group = { kind: found.kind, node: el(TAGS[found.kind], found.kind === 'ol' ? { start: found.start } : {}) };
      out.push(group.node);
    }
    const content = inline(found.text, link);
    if (found.kind === 'p' || found.kind === 'quote') {
      if (group.node.hasChildNodes()) group.node.append(el('br'));
      group.node.append(...content);
    } else {
      group.node.append(el('li', {}, content));
    }
  }
  return out;
}

const TAGS = { p: 'p', quote: 'blockquote', ul: 'ul', ol: 'ol' };

function lineKind(line) {
  const quote = /^> ?(.*)$/.exec(line);
  if (quote) return { kind: 'quote', text: quote[1] };
  const bullet = /^[-*•] (.+)$/.exec(line);
  if (bullet) return { kind: 'ul', text: bullet[1] };
  const number = /^(\d{1,3})\. (.+)$/.exec(line);
  if (number) return { kind: 'ol', start: number[1], text: number[2] };
  return { kind: 'p', text: line };
}

/** Code first, then links, then the three marks, so that nothing is marked up inside code or a link. */
function inline(text, link) {
  return text.split(/`([^`\n]+)`/g).flatMap((part, index) => {
    if (index % 2) return [el('code', {}, part)];
    return linked(part, link);
  });
}

function linked(text, link) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(URL_PATTERN)) {
    const url = found[0].replace(/[.,;:!?)*_~]+$/, '');
    out.push(...marked(text.slice(last, found.index)));
    out.push(link(url.startsWith('wa.me') ? `https://${url}` : url, url));
    last = found.index + url.length;
  }
  out.push(...marked(text.slice(last)));
  return out;
}

/** A mark opens at a word's edge before a non-space and closes after a non-space at a word's edge. */
function marked(text) {
  for (let at = 0; at < text.length; at += 1) {
    const kind = INLINE.find(({ mark }) => mark === text[at]);
    if (!kind || isWord(text[at - 1]) || isSpace(text[at + 1])) continue;
    const end = closing(text, kind.mark, at + 1);
    if (end < 0) continue;
    const before = text.slice(0, at);
    const inner = el(kind.tag, {}, marked(text.slice(at + 1, end)));
    return [before, inner, ...marked(text.slice(end + 1))].filter((part) => part !== '');
  }
  return text ? [text] : [];
}

function closing(text, mark, from) {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === mark && !isSpace(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return -1;
}

const isWord = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const isSpace = (c) => c === undefined || /\s/.test(c);

// Which language the page speaks, and its sentences. Chats are in the shop's language, whatever the page speaks.

import en from './en.js';
import es from './es.js';
import pt from './pt.js';

const KEPT = 'fregues.lang';
/** Tag → its own name and its words; the last is for whoever speaks none of them. */
export const LANGUAGES = { 'pt-BR': ['Português', pt], es: ['Español', es], en: ['English', en] };

export const lang = choose();
const words = LANGUAGES[lang][1];

/** What the address asks for, else what was chosen before, else the first of the browser's languages we speak. */
function choose() {
  const asked = [new URLSearchParams(location.search).get('lang'), localStorage.getItem(KEPT), ...navigator.languages];
  const known = (tag) => tag && Object.keys(LANGUAGES).find((ours) => ours.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  return asked.map(known).find(Boolean) ?? 'en';
}

/** Speaks another language from now on. */
export function speak(tag) {
  localStorage.setItem(KEPT, tag);
  const here = new URL(location.href);
  here.searchParams.delete('lang');
  if (here.href === location.href) location.reload();
  else location.replace(here);
}

/** The sentence of a key, with {0}, {1}… filled in. */
export function t(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, at) => values[at] ?? '');
}

/** Whether there is a sentence of this key. */
export const has = (key) => key in words;

/** What somebody is in the shop; a world of one's own may have other words for it, which stay. */
export const about = (person) => (has(`about_${person.about}`) ? t(`about_${person.about}`) : person.about);

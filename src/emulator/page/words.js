// Every sentence of the page, in Portuguese and in English.

const PT = {
  title: 'Telefones', phoneOf: 'Telefone de {0}', chatOf: 'Conversa de {0}', message: 'Mensagem', send: 'Enviar',
  share: 'Compartilhar contato', shareTitle: 'Compartilhar o contato de…', ownNumber: 'Compartilhar meu número',
  ownNumberSent: 'Meu número', close: 'Fechar', cancel: 'Cancelar', reply: 'Responder (r)', xray: 'Raio-x (x)',
  like: 'Reagir com 👍', you: 'Você', today: 'Hoje', yesterday: 'Ontem', choose: 'Escolha uma opção',
  hidePhone: 'Número visível — esconder da loja', showPhone: 'Número oculto — mostrar à loja',
  hidden: 'número oculto', noPhone: 'sem número', template: 'Modelo', openChat: 'Abrir conversa',
  forward: 'Abrir no telefone de…', forwardTo: 'Encaminhar', prefilled: 'Mensagem pronta', shareLink: 'Encaminhar link',
  placed: 'Texto pronto no telefone de {0}', failed: 'Não chegou', failed131047: 'Não chegou: passou das 24 h',
  failed131026: 'Não chegou: sem WhatsApp', empty: 'Nenhuma conversa ainda', emptyHint: 'Escreva aí embaixo para começar.',
  newer: 'Mensagens novas', typing: 'digitando…', audio: 'Mensagem de voz', location: 'Localização', photo: 'Foto',
  document: 'Documento', offline: 'Reconectando…', notSent: 'Não foi possível enviar', unread: '{0} não lidas',
  poster: 'Cartaz', posterTitle: 'O cartaz do balcão', scanWith: 'Escanear com {0}', copy: 'Copiar link', copied: 'Link copiado',
  posterHint: 'Aponte a câmera de um dos telefones:', play: 'Ver a história', stop: 'Parar', story: 'História',
  day: '+1 dia', dayHint: 'Avançar o relógio da loja um dia', dayDone: 'Um dia depois',
  trouble: 'Problemas', troubleTitle: 'Causar problemas', twice: 'Entregar duas vezes', twiceHint: 'A última mensagem chega de novo',
  drop_reply: 'Perder a resposta', drop_replyHint: 'O próximo envio é aceito e a conexão cai', restart: 'Reiniciar o serviço',
  restartHint: 'Derruba e levanta tudo no meio do caminho', verify: 'Conferir livro', verified: 'Livro confere',
  broken: 'Livro não confere', verifying: 'Conferindo…', failedAction: 'Isso não deu certo', tools: 'Bastidores',
  movesTitle: 'O que acontece com {0}', newNumber: 'Troca de número', newNumberHint: 'O WhatsApp avisa a loja',
  newNumberDone: '{0} trocou de número', newAccount: 'Troca de conta', newAccountHint: 'O mesmo número, outra conta do WhatsApp',
  newAccountDone: '{0} tem outra conta do WhatsApp', recycled: 'Perde o número', recycledHint: 'Ele passa pra outra pessoa, e ninguém avisa a loja',
  recycledTo: 'Quem fica com {0}?', recycledDone: 'O número agora é de {0}', fromApp: 'A loja escreve do celular',
  fromAppHint: 'Alguém digita no app WhatsApp Business', fromAppBar: 'Quem escreve agora é a loja',
  xrayTitle: 'Raio-x', loading: 'Carregando…', list: 'Lista', keys: 'r responde · x raio-x · setas andam',
};

const EN = {
  title: 'Phones', phoneOf: '{0}’s phone', chatOf: '{0}’s chat', message: 'Message', send: 'Send',
  share: 'Share a contact', shareTitle: 'Share the contact of…', ownNumber: 'Share my number',
  ownNumberSent: 'My number', close: 'Close', cancel: 'Cancel', reply: 'Reply (r)', xray: 'X-ray (x)',
  like: 'React with 👍', you: 'You', today: 'Today', yesterday: 'Yesterday', choose: 'Choose an option',
  hidePhone: 'Number visible — hide it from the shop', showPhone: 'Number hidden — show it to the shop',
  hidden: 'number hidden', noPhone: 'no number', template: 'Template', openChat: 'Open chat',
  forward: 'Open on the phone of…', forwardTo: 'Forward', prefilled: 'Prefilled message', shareLink: 'Forward link',
  placed: 'Text ready on {0}’s phone', failed: 'Not delivered', failed131047: 'Not delivered: past 24 h',
  failed131026: 'Not delivered: not on WhatsApp', empty: 'No messages yet', emptyHint: 'Type below to begin.',
  newer: 'New messages', typing: 'typing…', audio: 'Voice message', location: 'Location', photo: 'Photo',
  document: 'Document', offline: 'Reconnecting…', notSent: 'Could not send', unread: '{0} unread',
  poster: 'Poster', posterTitle: 'The poster on the counter', scanWith: 'Scan with {0}', copy: 'Copy link', copied: 'Link copied',
  posterHint: 'Point the camera of one of the phones:', play: 'Play the story', stop: 'Stop', story: 'Story',
  day: '+1 day', dayHint: 'Move the shop’s clock one day on', dayDone: 'One day later',
  trouble: 'Trouble', troubleTitle: 'Cause trouble', twice: 'Deliver twice', twiceHint: 'The last message arrives again',
  drop_reply: 'Lose the answer', drop_replyHint: 'The next send is accepted, then the line drops', restart: 'Restart the service',
  restartHint: 'Everything goes down and up again half-way', verify: 'Verify ledger', verified: 'Ledger verified',
  broken: 'Ledger does not add up', verifying: 'Verifying…', failedAction: 'That did not work', tools: 'Backstage',
  movesTitle: 'What happens to {0}', newNumber: 'Changes number', newNumberHint: 'WhatsApp tells the shop',
  newNumberDone: '{0} has another number', newAccount: 'Changes account', newAccountHint: 'The same number, another WhatsApp account',
  newAccountDone: '{0} has another WhatsApp account', recycled: 'Loses the number', recycledHint: 'It goes to somebody else, and nobody tells the shop',
  recycledTo: 'Who gets {0}?', recycledDone: 'The number is {0}’s now', fromApp: 'The shop writes by phone',
  fromAppHint: 'Somebody types in the WhatsApp Business app', fromAppBar: 'The shop is writing now',
  xrayTitle: 'X-ray', loading: 'Loading…', list: 'List', keys: 'r replies · x x-rays · arrows move',
};

const asked = new URLSearchParams(location.search).get('lang') || navigator.language || 'pt-BR';
export const lang = asked.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
const words = lang === 'pt-BR' ? PT : EN;

/** The sentence of a key, with {0} filled in. */
export function t(key, value) {
  return (words[key] ?? key).replace('{0}', value ?? '');
}

/** Whether there is a sentence of this key. */
export const has = (key) => key in words;

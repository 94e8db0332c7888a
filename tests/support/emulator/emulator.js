// telegram-test-api 4.2.1 on a loopback port that it prints, made true enough to Telegram for
// python-telegram-bot 22: what the package leaves out of its answers is put in, and what it does
// not know at all is answered with nothing.
'use strict';

const http = require('http');

const { routes } = require('telegram-test-api/lib/routes');
const { TelegramServer } = require('telegram-test-api/lib/telegramServer');

const BOT = { id: 666, is_bot: true, first_name: 'Arsip', username: 'arsip_bot' };
const POLL_MS = 25;
const LONGEST_POLL_MS = 1000;

const seconds = () => Math.floor(Date.now() / 1000);
const method = (app, name, answer) => app.all(`/bot:token/${name}`, (req, res, next) => {
  Promise.resolve(answer(req)).then((result) => res.json({ ok: true, result })).catch(next);
});

function message(raw, id) {
  const markup = typeof raw.reply_markup === 'string' ? JSON.parse(raw.reply_markup) : raw.reply_markup;
  return {
    message_id: id,
    date: seconds(),
    from: BOT,
    chat: { id: Number(raw.chat_id), type: 'private', first_name: 'Pembaca' },
    text: raw.text,
    // Force replies are no part of a sent message.
    reply_markup: markup && markup.inline_keyboard ? markup : undefined,
  };
}

async function waitForUpdates(server, token) {
  const end = Date.now() + LONGEST_POLL_MS;
  for (;;) {
    const updates = server.getUpdates(token);
    if (updates.length || Date.now() > end) return updates;
    await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
  }
}

routes.unshift((app, server) => {
  method(app, 'getMe', () => BOT);
  method(app, 'getUpdates', (req) => waitForUpdates(server, req.params.token));
  method(app, 'getMyCommands', () => []);
  method(app, 'setMyCommands', () => true);
  method(app, 'answerCallbackQuery', () => true);
  method(app, 'editMessageText', (req) => {
    server.editMessageText(req.body);
    return message(req.body, Number(req.body.message_id));
  });
});

const add = TelegramServer.prototype.addBotMessage;
TelegramServer.prototype.addBotMessage = function addBotMessage(raw, token) {
  return message(raw, add.call(this, raw, token).message_id);
};

const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = function formatUpdate(update) {
  const made = format.call(TelegramServer, update);
  if (made.callback_query) {
    made.callback_query.chat_instance = '1';
    made.callback_query.message.date = seconds();
  }
  return made;
};

// The package wants to be told a port, so a free one is looked for first.
const probe = http.createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(async () => {
    await new TelegramServer({ port, host: '127.0.0.1' }).start();
    console.log(port);
  });
});
// Whoever started this ends it by closing its input, however that comes about.
process.stdin.resume().on('end', () => process.exit(0));

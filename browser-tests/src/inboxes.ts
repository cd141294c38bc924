export const SIGNING_SECRET = "widget-secret-01";

export const WEB = { name: "web", connector: "livechat" } as const;

/** Only visitors whom the shop has signed. */
export const MEMBERS = {
  name: "members",
  connector: "livechat",
  identity: { mode: "enforce", keys: [{ kid: "w1", alg: "HS256", secret: SIGNING_SECRET }], "user-hash": true },
} as const;

/** Asks before the first message. */
export const FORM = {
  name: "form",
  connector: "livechat",
  form: {
    fields: [
      { key: "name", type: "text", required: true, label: "您的姓名" },
      { key: "email", type: "email", required: true, label: "邮箱" },
      { key: "topic", type: "select", required: false, label: "主题", options: ["订单", "退款", "其他"] },
    ],
  },
} as const;

/** Nobody but administrators and those who are granted it. */
export const VIP = { name: "vip", connector: "livechat" } as const;

/** Worlds that the tests of seeds share. */
import type { Seed } from "../../src/testing/Seed.ts"

export const office: Seed = {
  users: {
    admin: { name: "Ada Root", login: "root@example.test", job_title: "Chief" },
    rosa: { name: "Rosa", login: "rosa@example.test", role: "coadmin", space_amount: 5_000_000 },
    tom: { name: "Tom", login: "tom@example.test", status: "inactive", tracking_codes: [{ name: "cost", value: "7" }] }
  },
  groups: {
    Editors: {
      description: "They write",
      invitability_level: "admins_only",
      members: { rosa: "admin", tom: "member" }
    },
    Nobody: {}
  },
  templates: {
    contract: {
      displayName: "Contract",
      fields: [
        { type: "string", key: "party", displayName: "Party" },
        { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "signed" }] }
      ]
    }
  },
  items: {
    rosa: {
      Reports: {
        description: "All of them",
        can_non_owners_invite: false,
        is_collaboration_restricted_to_enterprise: true,
        tags: ["year"],
        metadata: { contract: { party: "Example", state: "open" } },
        children: {
          "2024.txt": {
            text: "All is well",
            shared_link: { access: "company", permissions: { can_download: false } },
            metadata: { "global.properties": { mood: "good" } },
            comments: [
              { message: "mine" },
              { user: "managed", tagged_message: "look, @[rosa:Rosa]", replies: [{ user: "rosa", message: "seen" }] }
            ]
          },
          Empty: { children: {} },
          "big.bin": { size: 300_000 },
          "small.bin": { base64: "AAEC/w==" },
          Site: { url: "https://example.test/", description: "Ours" }
        }
      }
    },
    tom: { "note.txt": { text: "" } },
    service: { "app.json": { text: "{}" } }
  },
  collaborations: [
    { item: "rosa/Reports", user: "managed", role: "editor" },
    { item: "rosa/Reports/Empty", group: "Editors", role: "viewer" },
    { item: "tom/note.txt", login: "guest@elsewhere.test", role: "viewer" }
  ],
  webhooks: [
    { item: "rosa/Reports", address: "https://hooks.example.test/a", triggers: ["FILE.UPLOADED"] },
    {
      item: "rosa/Reports/2024.txt",
      user: "managed",
      address: "https://hooks.example.test/b",
      triggers: ["FILE.DOWNLOADED"]
    }
  ]
}

export const deep: Seed = {
  users: { managed: { name: "Grace M", login: "gm@example.test", is_external_collab_restricted: true } },
  items: {
    managed: {
      a: { children: { b: { children: { c: { children: { "d.txt": { text: "ü\n" } } } } } } }
    }
  },
  collaborations: [{ item: "managed/a/b", user: "admin", role: "co-owner", can_view_path: true }]
}

package check

import (
	"strings"
	"testing"
)

func TestNoSecrets(t *testing.T) {
	t.Parallel()
	expect(t, NoSecrets(resource(t, `{"id":"1","userName":"a","password":null,"passwordChanged":"2026-01-01","tokens":3,"title":"Secret agent",
		"urn:x":{"passwordExpires":"never"},"meta":{"version":"W/\"$5\"","hash":"abc"}}`)))
	for _, shown := range []string{
		`{"password":"x"}`, `{"passwordHash":"x"}`, `{"password_digest":"x"}`, `{"hashedPassword":"x"}`, `{"encrypted_password":"x"}`, `{"salt":"x"}`,
		`{"urn:x":{"apiKey":"x"}}`, `{"inviteToken":"x"}`, `{"nested":[{"refresh_token":"x"}]}`, `{"passwordResetToken":"x"}`, `{"client_secret":"x"}`,
		`{"info":"$2b$10$abcdefghijklmnopqrstuv"}`, `{"info":"$argon2id$v=19"}`, `{"info":["{SSHA}abc"]}`, `{"info":"pbkdf2_sha256$1000$x"}`,
	} {
		got := NoSecrets(resource(t, shown))
		expect(t, got, "no credential")
		if strings.Contains(got[0].Actual, "x") || strings.Contains(got[0].Actual, "$") {
			t.Errorf("%s: the problem shows the secret: %s", shown, got[0])
		}
	}
}

func TestHides(t *testing.T) {
	t.Parallel()
	shown := resource(t, `{"id":"1","title":"pass1word","list":["no","xpass1wordx"],"urn:x":{"deep":"pass1word"}}`)
	got := Hides(shown, "the password", "pass1word")
	expect(t, got, "list[1]", "title", "urn:x.deep: expected nothing of the password")
	for _, p := range got {
		if strings.Contains(p.String(), "pass1word") {
			t.Errorf("the problem shows the secret: %s", p)
		}
	}
	expect(t, Hides(shown, "the password", "other"))
	expect(t, Hides(shown, "nothing", ""))
}

func TestNoNullText(t *testing.T) {
	t.Parallel()
	shown := resource(t, `{"title":"None","nickName":"Nonesuch","phoneNumbers":[{"value":"null"}],"name":{"formatted":"undefined Doe"},"userType":"null","locale":null}`)
	expect(t, NoNullText(shown, "title", "nickName", "phoneNumbers", "name", "locale", "absent"), `title: expected no value, got the text "None"`, "phoneNumbers[0].value", "name.formatted")
}

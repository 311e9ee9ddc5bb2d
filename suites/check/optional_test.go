package check

import "testing"

func TestOptionalAttributes(t *testing.T) {
	t.Parallel()
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	sent := resource(t, `{"title":"Boss","locale":"en-US","active":true,"nickName":"","`+enterprise+`":{"department":"R&D","manager":{"value":"7"}},
		"emails":[{"value":"w@x","type":"work","primary":true},{"value":"h@x","type":"home"}],
		"phoneNumbers":[{"value":"+1 201-555-0123","type":"work"},{"value":"+1 201-555-0199","type":"mobile"}],
		"addresses":[{"type":"work","locality":"Hollywood","country":"US"}]}`)
	all := []string{"title", "locale", "active", "nickName", "emails", "phoneNumbers", "addresses", enterprise + ":department", enterprise + ":manager.value"}
	tests := []struct {
		name, shown      string
		altered, missing []string
	}{
		{"as sent", `{"title":"Boss","locale":"en_us","active":true,"` + enterprise + `":{"department":"R&D","manager":{"value":"7"}},
			"emails":[{"value":"H@x","type":"home"},{"value":"W@x","type":"Work","primary":true}],
			"phoneNumbers":[{"value":"tel:+1-201-555-0199","type":"mobile"},{"value":"+12015550123","type":"work"}],
			"addresses":[{"type":"work","locality":"Hollywood","country":"US","formatted":"Hollywood"}]}`, nil, nil},
		{"nothing shown", `{}`, nil, []string{"title", "locale", "active", "emails", "phoneNumbers", "addresses", "department", "manager"}},
		{"scalars altered", `{"title":"boss","locale":"de","active":"true","emails":[{"value":"w@x"}],"phoneNumbers":[{"value":"+12015550123"}],"addresses":[{"country":"US"}],
			"` + enterprise + `":{"department":"R&amp;D","manager":{"value":"8"}}}`, []string{"title", "locale", "active", "department", "manager.value"}, nil},
		{"elements altered", `{"title":"Boss","locale":"en-US","active":true,"` + enterprise + `":{"department":"R&D","manager":{"value":"7"}},
			"emails":[{"value":"w@x","type":"home"}],"phoneNumbers":[{"value":"555","type":"work"}],"addresses":[{"type":"work","locality":"Holly"}]}`,
			[]string{`emails[type eq "work"].type: expected "work", as sent, got "home"`, `phoneNumbers[type eq "work"].value`, `addresses[type eq "work"].locality`}, nil},
		{"numbers swapped", `{"title":"Boss","locale":"en-US","active":true,"` + enterprise + `":{"department":"R&D","manager":{"value":"7"}},"emails":[{"value":"w@x"}],"addresses":[{"type":"work"}],
			"phoneNumbers":[{"value":"+12015550123","type":"mobile"},{"value":"+12015550199","type":"work"}]}`,
			[]string{`phoneNumbers[type eq "work"].type`, `phoneNumbers[type eq "mobile"].type`}, nil},
		{"no lists", `{"title":"Boss","locale":"en-US","active":true,"` + enterprise + `":{"department":"R&D","manager":{"value":"7"}},
			"emails":"w@x","phoneNumbers":["555"],"addresses":[1]}`, []string{"emails: expected an array"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, NotAltered(resource(t, tt.shown), sent, all...), tt.altered...)
			expect(t, Missing(resource(t, tt.shown), sent, all...), tt.missing...)
		})
	}
}

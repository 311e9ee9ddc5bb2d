package check

import "testing"

func TestEmails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, shown  string
		primary, has []string
	}{
		{"the only primary, in another case", `{"emails":[{"value":"home@x"},{"value":"Work@X","primary":true}]}`, nil, nil},
		{"alone without a mark", `{"emails":[{"value":"work@x"}]}`, nil, nil},
		{"two without a mark", `{"emails":[{"value":"work@x"},{"value":"home@x"}]}`, []string{"only work@x is primary"}, nil},
		{"both marked", `{"emails":[{"value":"work@x","primary":true},{"value":"home@x","primary":true}]}`, []string{"only work@x"}, nil},
		{"the other one marked", `{"emails":[{"value":"work@x"},{"value":"home@x","primary":true}]}`, []string{"only work@x"}, nil},
		{"marked by text", `{"emails":[{"value":"work@x","primary":"true"},{"value":"home@x"}]}`, []string{"only work@x"}, nil},
		{"the other one alone", `{"emails":[{"value":"home@x"}]}`, []string{"only work@x"}, []string{"work@x among the addresses"}},
		{"none", `{}`, []string{"absent"}, []string{"absent"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, PrimaryEmail(resource(t, tt.shown), "work@x"), tt.primary...)
			expect(t, HasEmail(resource(t, tt.shown), "work@x"), tt.has...)
		})
	}
}

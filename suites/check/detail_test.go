package check

import "testing"

func TestErrorStatusSaid(t *testing.T) {
	t.Parallel()
	expect(t, ErrorStatusSaid(answer("GET", "/Users/1", 404, `{"status":"404"}`)))
	expect(t, ErrorStatusSaid(answer("GET", "/Users/1", 404, `{"status":404}`)))
	expect(t, ErrorStatusSaid(answer("GET", "/Users/1", 404, `{}`)), `status: expected "404", got absent`)
	expect(t, ErrorStatusSaid(answer("GET", "/Users/1", 404, `{"status":"400"}`)), `got "400"`)
	expect(t, ErrorStatusSaid(answer("GET", "/Users/1", 200, `{}`)))
}

func TestNoTrace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, detail string
		trace        bool
	}{
		{"a sentence", "The attribute userName is required; see line 3 of the request at column 5.", false},
		{"an address", "Look at https://example.com/docs:8080 or at example.com/a/b", false},
		{"a filter", "cannot read the filter at position 12: userName zz", false},
		{"words of a query", "Select one of the roles from the list", false},
		{"Python", `Traceback (most recent call last):\n File \"/app/scim.py\", line 12, in post`, true},
		{"Go", `runtime error\ngoroutine 7 [running]:\nmain.go:12`, true},
		{"Java", `java.lang.NullPointerException\n\tat com.example.Scim.create(Scim.java:42)`, true},
		{"Node", `TypeError: x\n    at create (/srv/app/node_modules/scim/index.js:10:5)`, true},
		{"Ruby", "app/models/user.rb:41:in `create'", true},
		{"SQL", "SQLSTATE[23505]: unique violation", true},
		{"a query", `error in SELECT id, name FROM users WHERE name = 'x'`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := NoTrace(answer("POST", "/Users", 400, `{"detail":"`+tt.detail+`"}`))
			if (len(got) > 0) != tt.trace {
				t.Errorf("problems: %v, want some: %v", got, tt.trace)
			}
		})
	}
	expect(t, NoTrace(answer("GET", "/Users", 200, `{"note":"goroutine 7 [running]"}`)))
}

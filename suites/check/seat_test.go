package check

import "testing"

func TestSeatReason(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		status     int
		ok         bool
	}{
		{"seats", `{"detail":"No seats left. Contact billing@example.com."}`, 403, true},
		{"licence", `{"detail":"License count too low"}`, 400, true},
		{"licence in British spelling", `{"detail":"All licences are in use"}`, 409, true},
		{"user limit", `{"detail":"User limit reached"}`, 403, true},
		{"quota", `{"detail":"Quota of users is used up"}`, 403, true},
		{"plan", `{"detail":"Your plan does not cover this user"}`, 403, true},
		{"scimType", `{"detail":"Forbidden","scimType":"userLimitReached"}`, 403, true},
		{"the number alone", `{"detail":"There are 12 people in this workspace already"}`, 403, true},
		{"payment required", `{"detail":"Forbidden"}`, 402, true},
		{"consent is judged elsewhere", `{"id":"1"}`, 201, true},
		{"generic", `{"detail":"Invalid value","scimType":"invalidValue"}`, 400, false},
		{"forbidden", `{"detail":"You are not allowed to do this"}`, 403, false},
		{"part of another number", `{"detail":"Error 1245"}`, 403, false},
		{"no detail", `{}`, 403, false},
		{"no JSON", `no`, 403, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := SeatReason(answer("POST", "/Users", tt.status, tt.body), 12)
			if ok := len(got) == 0; ok != tt.ok {
				t.Errorf("problems: %v, want none: %v", got, tt.ok)
			}
		})
	}
}

package check

import (
	"errors"
	"fmt"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Prompt has a problem when an answer took longer than limit, or none came in
// time. The time that was spent on Retry-After does not count.
func Prompt(a okta.Answer, limit time.Duration) []Problem {
	var timeout *okta.TimeoutError
	switch {
	case errors.As(a.Err, &timeout):
		return seen(a, "", fmt.Sprintf("an answer within %s", limit), "%v", timeout)
	case a.Elapsed <= limit:
		return nil
	}
	return seen(a, "", fmt.Sprintf("an answer within %s", limit), "after %s", a.Elapsed.Round(time.Millisecond))
}

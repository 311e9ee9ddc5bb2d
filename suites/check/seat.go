package check

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// seatWords are what products say when a tenant has no seat left. An error of
// any wording is fine as long as it is about how many users there may be.
var seatWords = regexp.MustCompile(`(?i)seat|licen[cs]|lizen|limit|quota|capacity|maxim|\bmax\b|exceed|upgrade|subscri|` +
	`\bplan\b|\btier\b|\bfull\b|too many|reached|\bslots?\b|billing|entitle|purchas|\bcap\b|allowance|allotted|\bpa(?:id|y|yment)\b|no more users`)

// SeatReason has a problem unless a refusal tells the admin that the tenant has
// too many users: by its detail, its scimType, or 402 Payment Required.
func SeatReason(a okta.Answer, limit int) []Problem {
	if a.Err != nil || a.OK() || a.Status == http.StatusPaymentRequired {
		return nil
	}
	detail := a.Resource.String("detail")
	number := regexp.MustCompile(`\b` + strconv.Itoa(limit) + `\b`)
	if seatWords.MatchString(detail) || seatWords.MatchString(a.Resource.String("scimType")) || number.MatchString(detail) {
		return nil
	}
	return inError(a, "detail", fmt.Sprintf("a reason that the admin can act on: the limit of %d users or seats is reached", limit), "%q", clip(detail))
}

package org

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// adminHost is the host of an org's admin console.
var adminHost = regexp.MustCompile(`(?i)^([a-z0-9-]+)-admin\.((okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com|okta\.mil)$`)

// CheckURL refuses what is no org URL. Plain http is for this machine alone: an
// API token must not travel in the clear.
func CheckURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return usage(fmt.Sprintf("%q is no org URL", text), "Write it as https://example.okta.com, as the browser shows it on the sign-in page.")
	}
	switch admin := adminHost.FindStringSubmatch(u.Hostname()); {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return usage("the org URL has a user name, a query or a fragment", "Give only "+u.Scheme+"://"+u.Host+".")
	case admin != nil:
		return usage(fmt.Sprintf("%s is the address of the admin console, not of the org's API", text),
			fmt.Sprintf("Leave -admin out: https://%s.%s", admin[1], admin[2]))
	case strings.Trim(u.Path, "/") != "":
		return usage(fmt.Sprintf("the org URL %s has a path", text), "Give only the org's address: "+u.Scheme+"://"+u.Host)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return usage(fmt.Sprintf("%s is not https: the API token would travel in the clear", text),
			"Write https://"+u.Host+"; http is allowed for a simulated org on this machine only.")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

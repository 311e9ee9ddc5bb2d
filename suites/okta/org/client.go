package org

import (
	"context"
	"net/http"
	"regexp"
	"strings"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// Client reads and changes one org. It is safe for concurrent use.
type Client struct {
	sdk    *sdk.Client
	config Config
}

// New gives a client. It sends nothing. Everything the SDK could take from
// ~/.okta/okta.yaml or from OKTA_CLIENT_… is set here, so that those do not
// lead to another org.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	if err := CheckURL(config.URL); err != nil {
		return nil, err
	}
	setters := []sdk.ConfigSetter{
		sdk.WithOrgUrl(config.URL),
		sdk.WithCache(false),
		sdk.WithTestingDisableHttpsCheck(strings.HasPrefix(config.URL, "http://")), // CheckURL: loopback only
		sdk.WithUserAgentExtra("oktascim"),
		sdk.WithRequestTimeout(0), // the HTTP client has one
		sdk.WithHttpClientPtr(&http.Client{
			Transport:     &guard{config: config},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
	}
	credentials, err := config.credentials()
	if err != nil {
		return nil, err
	}
	_, client, err := sdk.NewClient(context.Background(), append(setters, credentials...)...)
	if err != nil {
		return nil, usage(err.Error(), "Check --okta-org and the credentials.")
	}
	return &Client{sdk: client, config: config}, nil
}

func (c Config) credentials() ([]sdk.ConfigSetter, error) {
	switch {
	case c.Token != "":
		if strings.ContainsAny(c.Token, " \t\r\n\x00") {
			return nil, usage("the API token holds white space", "Copy the token alone, without SSWS before it, and export it as OKTA_API_TOKEN.")
		}
		c.Secret(c.Token)
		return []sdk.ConfigSetter{sdk.WithAuthorizationMode("SSWS"), sdk.WithToken(c.Token), sdk.WithPrivateKey(""), sdk.WithClientId("")}, nil
	case c.ClientID == "" && c.PrivateKey == "":
		return nil, usage("there are no credentials for the org "+c.URL,
			"Export an API token as OKTA_API_TOKEN, or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY (or OKTA_PRIVATE_KEY_FILE) of an API service app.")
	case c.ClientID == "":
		return nil, usage("there is a private key, and no client id", "Export the client id of the API service app as OKTA_CLIENT_ID.")
	case c.PrivateKey == "":
		return nil, usage("there is a client id, and no private key", "Export the key as OKTA_PRIVATE_KEY, or the name of its file as OKTA_PRIVATE_KEY_FILE.")
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	return []sdk.ConfigSetter{sdk.WithAuthorizationMode("PrivateKey"), sdk.WithToken(""), sdk.WithClientId(c.ClientID),
		sdk.WithPrivateKey(key), sdk.WithPrivateKeyId(c.KeyID), sdk.WithScopes(c.Scopes)}, nil
}

// URL is the org's address.
func (c *Client) URL() string { return c.config.URL }

// id is what Okta's ids are made of; anything else would change the path of a
// request.
var id = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// CheckAppID refuses what is no id of an app.
func CheckAppID(text string) error {
	if !id.MatchString(text) {
		return usage("\""+text+"\" is no app id", "It is in the address of the app's page in the admin console, after its name: 0oa and 17 letters and digits.")
	}
	return nil
}

#!/usr/bin/env bash
# Rolebridge: access to Engineer, Reader, Deployer, Contractor, Uploads, Break glass
# For AWS account 418273650912 (Meridian Production).
#
# Sign in to the account as an administrator (CloudShell in the console will do), then run this script.
# It can be run again: what exists is brought up to date.
#
# arn:aws:iam::418273650912:saml-provider/Company stands for the company identity provider. Where the account trusts that already, the provider exists and stays its owner's: choose that the identity provider is there, or leave it out of the text.
#
# Set up the account of the hub role arn:aws:iam::730915284466:role/RolebridgeHub first: IAM lets a trust policy name only roles that exist.
#
# The IAM user arn:aws:iam::418273650912:user/federator exists already, and its own permissions decide what sessions may do.
#
# The IAM user arn:aws:iam::418273650912:user/breakglass exists already, and its own permissions decide what sessions may do.
set -euo pipefail
export AWS_PAGER=""

account=$(aws sts get-caller-identity --query Account --output text)
if [ "$account" != '418273650912' ]; then
  echo "These credentials are for account $account, not for 418273650912." >&2
  exit 1
fi

# The identity provider, with Rolebridge's signing certificates.
metadata='<EntityDescriptor entityID="https://rolebridge.example/aws/saml/metadata"/>'
if aws iam get-saml-provider --saml-provider-arn 'arn:aws:iam::418273650912:saml-provider/Rolebridge' > /dev/null 2>&1; then
  aws iam update-saml-provider --saml-provider-arn 'arn:aws:iam::418273650912:saml-provider/Rolebridge' --saml-metadata-document "$metadata"
else
  aws iam create-saml-provider --name 'Rolebridge' --saml-metadata-document "$metadata"
fi

# The company's own identity provider; one that is there already is left as it is.
metadata='<EntityDescriptor entityID="http://www.okta.com/exk1"/>'
if aws iam get-saml-provider --saml-provider-arn 'arn:aws:iam::418273650912:saml-provider/Company' > /dev/null 2>&1; then
  echo 'arn:aws:iam::418273650912:saml-provider/Company exists and is left as it is.'
else
  aws iam create-saml-provider --name 'Company' --saml-metadata-document "$metadata"
fi

# The identity provider; AWS reads its keys from its address.
if aws iam get-open-id-connect-provider --open-id-connect-provider-arn 'arn:aws:iam::418273650912:oidc-provider/rolebridge.example' > /dev/null 2>&1; then
  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn 'arn:aws:iam::418273650912:oidc-provider/rolebridge.example' --client-id 'sts.amazonaws.com'
else
  aws iam create-open-id-connect-provider --url 'https://rolebridge.example' --client-id-list 'sts.amazonaws.com'
fi

# Role Engineer.
trust='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::418273650912:saml-provider/Rolebridge"
      },
      "Action": [
        "sts:AssumeRoleWithSAML",
        "sts:TagSession",
        "sts:SetSourceIdentity"
      ],
      "Condition": {
        "StringEquals": {
          "SAML:aud": "https://signin.aws.amazon.com/saml",
          "SAML:iss": "https://rolebridge.example/aws/saml/metadata",
          "SAML:sub_type": "persistent"
        },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": "Department",
          "sts:TransitiveTagKeys": "Department"
        },
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24",
            "2001:db8::/32"
          ]
        },
        "DateLessThan": {
          "aws:CurrentTime": "2027-01-01T00:00:00Z"
        }
      }
    }
  ]
}'
description='Rolebridge: Engineer. Daily work.'
if aws iam get-role --role-name 'Engineer' > /dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name 'Engineer' --policy-document "$trust"
  aws iam update-role --role-name 'Engineer' --description "$description" --max-session-duration 28800
else
  aws iam create-role --role-name 'Engineer' --path '/' --description "$description" \
    --max-session-duration 28800 --assume-role-policy-document "$trust"
fi
aws iam attach-role-policy --role-name 'Engineer' --policy-arn 'arn:aws:iam::aws:policy/ReadOnlyAccess'

# Role Reader.
trust='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::418273650912:saml-provider/Company"
      },
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {
        "StringEquals": {
          "SAML:aud": "https://signin.aws.amazon.com/saml",
          "SAML:iss": "http://www.okta.com/exk1"
        },
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24",
            "2001:db8::/32"
          ]
        },
        "DateLessThan": {
          "aws:CurrentTime": "2027-01-01T00:00:00Z"
        }
      }
    }
  ]
}'
description='Rolebridge: Reader.'
if aws iam get-role --role-name 'Reader' > /dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name 'Reader' --policy-document "$trust"
  aws iam update-role --role-name 'Reader' --description "$description" --max-session-duration 28800
else
  aws iam create-role --role-name 'Reader' --path '/' --description "$description" \
    --max-session-duration 28800 --assume-role-policy-document "$trust"
fi
aws iam attach-role-policy --role-name 'Reader' --policy-arn 'arn:aws:iam::aws:policy/ReadOnlyAccess'

# Role Deployer.
trust='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::418273650912:oidc-provider/rolebridge.example"
      },
      "Action": [
        "sts:AssumeRoleWithWebIdentity",
        "sts:SetSourceIdentity"
      ],
      "Condition": {
        "StringEquals": {
          "rolebridge.example:aud": "sts.amazonaws.com"
        },
        "StringLike": {
          "rolebridge.example:sub": "user:*"
        },
        "Bool": {
          "sts:RoleAuthorizedByIdp": "true"
        },
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24",
            "2001:db8::/32"
          ]
        },
        "DateLessThan": {
          "aws:CurrentTime": "2027-01-01T00:00:00Z"
        }
      }
    }
  ]
}'
description='Rolebridge: Deployer.'
if aws iam get-role --role-name 'Deployer' > /dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name 'Deployer' --policy-document "$trust"
  aws iam update-role --role-name 'Deployer' --description "$description" --max-session-duration 28800
else
  aws iam create-role --role-name 'Deployer' --path '/ci/' --description "$description" \
    --max-session-duration 28800 --assume-role-policy-document "$trust"
fi
aws iam attach-role-policy --role-name 'Deployer' --policy-arn 'arn:aws:iam::aws:policy/ReadOnlyAccess'

# Role Contractor.
trust='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::730915284466:role/RolebridgeHub"
      },
      "Action": [
        "sts:AssumeRole",
        "sts:TagSession"
      ],
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "vendor-7:a/b"
        },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": "Project"
        },
        "IpAddress": {
          "aws:SourceIp": [
            "203.0.113.0/24",
            "2001:db8::/32"
          ]
        },
        "DateLessThan": {
          "aws:CurrentTime": "2027-01-01T00:00:00Z"
        }
      }
    }
  ]
}'
description='Rolebridge: Contractor.'
if aws iam get-role --role-name 'Contractor' > /dev/null 2>&1; then
  aws iam update-assume-role-policy --role-name 'Contractor' --policy-document "$trust"
  aws iam update-role --role-name 'Contractor' --description "$description" --max-session-duration 28800
else
  aws iam create-role --role-name 'Contractor' --path '/' --description "$description" \
    --max-session-duration 28800 --assume-role-policy-document "$trust"
fi
aws iam attach-role-policy --role-name 'Contractor' --policy-arn 'arn:aws:iam::aws:policy/ReadOnlyAccess'

# Of user federator: lets it ask for sessions of federated users; what those may do it must be allowed itself.
policy='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:GetFederationToken",
      "Resource": "arn:aws:sts::418273650912:federated-user/*"
    }
  ]
}'
aws iam put-user-policy --user-name 'federator' \
  --policy-name 'RolebridgeFederation' --policy-document "$policy"

# Of user breakglass: makes the access key worthless without a one-time code.
policy='{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "NotAction": [
        "sts:GetSessionToken",
        "sts:GetCallerIdentity"
      ],
      "Resource": "*",
      "Condition": {
        "BoolIfExists": {
          "aws:MultiFactorAuthPresent": "false"
        }
      }
    }
  ]
}'
aws iam put-user-policy --user-name 'breakglass' \
  --policy-name 'RolebridgeRequireMfa' --policy-document "$policy"

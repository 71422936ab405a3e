# Rolebridge: access to Engineer, Reader, Deployer, Contractor, Uploads, Break glass
# For AWS account 418273650912 (Meridian Production).
#
# Put this file into an empty folder, sign in to the account as an administrator, then run:
#   terraform init
#   terraform apply
# In a configuration you already have, leave out the first two blocks.
#
# arn:aws:iam::418273650912:saml-provider/Company stands for the company identity provider. Where the account trusts that already, the provider exists and stays its owner's: choose that the identity provider is there, or leave it out of the text.
#
# Set up the account of the hub role arn:aws:iam::730915284466:role/RolebridgeHub first: IAM lets a trust policy name only roles that exist.
#
# The IAM user arn:aws:iam::418273650912:user/federator exists already, and its own permissions decide what sessions may do.
#
# The IAM user arn:aws:iam::418273650912:user/breakglass exists already, and its own permissions decide what sessions may do.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["418273650912"]
}

resource "aws_iam_saml_provider" "rolebridge" {
  name                   = "Rolebridge"
  saml_metadata_document = "<EntityDescriptor entityID=\"https://rolebridge.example/aws/saml/metadata\"/>"
}

resource "aws_iam_saml_provider" "company" {
  name                   = "Company"
  saml_metadata_document = "<EntityDescriptor entityID=\"http://www.okta.com/exk1\"/>"
}

resource "aws_iam_openid_connect_provider" "rolebridge_oidc" {
  url            = "https://rolebridge.example"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "engineer" {
  name                 = "Engineer"
  path                 = "/"
  description          = "Rolebridge: Engineer. Daily work."
  max_session_duration = 28800
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::418273650912:saml-provider/Rolebridge"
        }
        Action = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
        Condition = {
          StringEquals = {
            "SAML:aud"      = "https://signin.aws.amazon.com/saml"
            "SAML:iss"      = "https://rolebridge.example/aws/saml/metadata"
            "SAML:sub_type" = "persistent"
          }
          "ForAllValues:StringEquals" = {
            "aws:TagKeys"           = "Department"
            "sts:TransitiveTagKeys" = "Department"
          }
          IpAddress = {
            "aws:SourceIp" = ["203.0.113.0/24", "2001:db8::/32"]
          }
          DateLessThan = {
            "aws:CurrentTime" = "2027-01-01T00:00:00Z"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "engineer_1" {
  role       = aws_iam_role.engineer.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role" "reader" {
  name                 = "Reader"
  path                 = "/"
  description          = "Rolebridge: Reader."
  max_session_duration = 28800
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::418273650912:saml-provider/Company"
        }
        Action = "sts:AssumeRoleWithSAML"
        Condition = {
          StringEquals = {
            "SAML:aud" = "https://signin.aws.amazon.com/saml"
            "SAML:iss" = "http://www.okta.com/exk1"
          }
          IpAddress = {
            "aws:SourceIp" = ["203.0.113.0/24", "2001:db8::/32"]
          }
          DateLessThan = {
            "aws:CurrentTime" = "2027-01-01T00:00:00Z"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "reader_1" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role" "deployer" {
  name                 = "Deployer"
  path                 = "/ci/"
  description          = "Rolebridge: Deployer."
  max_session_duration = 28800
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::418273650912:oidc-provider/rolebridge.example"
        }
        Action = ["sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"]
        Condition = {
          StringEquals = {
            "rolebridge.example:aud" = "sts.amazonaws.com"
          }
          StringLike = {
            "rolebridge.example:sub" = "user:*"
          }
          Bool = {
            "sts:RoleAuthorizedByIdp" = "true"
          }
          IpAddress = {
            "aws:SourceIp" = ["203.0.113.0/24", "2001:db8::/32"]
          }
          DateLessThan = {
            "aws:CurrentTime" = "2027-01-01T00:00:00Z"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "deployer_1" {
  role       = aws_iam_role.deployer.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role" "contractor" {
  name                 = "Contractor"
  path                 = "/"
  description          = "Rolebridge: Contractor."
  max_session_duration = 28800
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::730915284466:role/RolebridgeHub"
        }
        Action = ["sts:AssumeRole", "sts:TagSession"]
        Condition = {
          StringEquals = {
            "sts:ExternalId" = "vendor-7:a/b"
          }
          "ForAllValues:StringEquals" = {
            "aws:TagKeys" = "Project"
          }
          IpAddress = {
            "aws:SourceIp" = ["203.0.113.0/24", "2001:db8::/32"]
          }
          DateLessThan = {
            "aws:CurrentTime" = "2027-01-01T00:00:00Z"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "contractor_1" {
  role       = aws_iam_role.contractor.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_user_policy" "federator_rolebridgefederation" {
  name = "RolebridgeFederation"
  user = "federator"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sts:GetFederationToken"
        Resource = "arn:aws:sts::418273650912:federated-user/*"
      },
    ]
  })
}

resource "aws_iam_user_policy" "breakglass_rolebridgerequiremfa" {
  name = "RolebridgeRequireMfa"
  user = "breakglass"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        NotAction = ["sts:GetSessionToken", "sts:GetCallerIdentity"]
        Resource  = "*"
        Condition = {
          BoolIfExists = {
            "aws:MultiFactorAuthPresent" = "false"
          }
        }
      },
    ]
  })
}

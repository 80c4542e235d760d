#!/bin/sh
# Makes the vectors beside it with openssl: an authority of each kind, a list of each, and OCSP answers of each kind. What is here was
# made once and stays; run it only to add a kind. Usage: make.sh FOLDER
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/openssl.cnf" <<'END'
[ca]
default_ca = it
[it]
database = WORK/index
crlnumber = WORK/crlnumber
serial = WORK/serial
new_certs_dir = WORK
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
crlDistributionPoints = URI:http://crl.example.org/ca.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example.org/
[responder]
basicConstraints = critical, CA:false
extendedKeyUsage = OCSPSigning
noCheck = ignored
[other]
basicConstraints = critical, CA:false
extendedKeyUsage = serverAuth
[plain]
authorityKeyIdentifier = keyid
[scoped]
issuingDistributionPoint = critical, @scope
[scope]
fullname = URI:http://crl.example.org/ca.crl
onlyuser = TRUE
[elsewhere]
issuingDistributionPoint = critical, @elsewherescope
[elsewherescope]
fullname = URI:http://crl.example.org/another.crl
[authorities]
issuingDistributionPoint = critical, @authorityscope
[authorityscope]
onlyCA = TRUE
[indirect]
issuingDistributionPoint = critical, @indirectscope
[indirectscope]
indirectCRL = TRUE
[delta]
deltaCRL = critical, ASN1:INTEGER:1
2.5.29.27 = critical, ASN1:INTEGER:1
[unknown]
1.2.3.4 = critical, ASN1:NULL
END
sed -i "s#WORK#$work#; /^deltaCRL/d" "$work/openssl.cnf"
export OPENSSL_CONF="$work/openssl.cnf"
: > "$work/index"
echo 1000 > "$work/crlnumber"
echo 1000 > "$work/serial"

authority() { # NAME, how to make its key
    name=$1; shift
    openssl genpkey "$@" -out "$work/$name.key" 2> /dev/null
    openssl req -x509 -new -key "$work/$name.key" -subj "/O=Vectors/CN=$name" -days 36000 -extensions authority -out "$work/$name.pem"
    openssl x509 -in "$work/$name.pem" -outform DER -out "$name.crt"
}

issue() { # NAME, extensions, serial
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2> /dev/null
    openssl req -new -key "$work/$1.key" -subj "/CN=$1" -out "$work/$1.csr"
    openssl x509 -req -in "$work/$1.csr" -CA "$work/p256.pem" -CAkey "$work/p256.key" -set_serial "$3" -days 35000 \
        -extfile "$OPENSSL_CONF" -extensions "$2" -out "$work/$1.pem" 2> /dev/null
    openssl x509 -in "$work/$1.pem" -outform DER -out "$1.crt"
}

list() { # FILE, authority, extensions, more
    file=$1; ca=$2; extensions=$3; shift 3
    openssl ca -gencrl -cert "$work/$ca.pem" -keyfile "$work/$ca.key" -crlexts "$extensions" \
        -crl_lastupdate 20260101000000Z -crl_nextupdate 21250101000000Z "$@" -out "$work/list.pem" 2> /dev/null
    openssl crl -in "$work/list.pem" -outform DER -out "$file.crl"
}

answer() { # FILE, signer, more
    file=$1; signer=$2; shift 2
    openssl ocsp -index "$work/index" -CA "$work/p256.pem" -rsigner "$work/$signer.pem" -rkey "$work/$signer.key" \
        -reqin "$work/request" -respout "$file.ocsp" -ndays 36000 "$@" > /dev/null 2>&1
}

authority p256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
authority p384 -algorithm EC -pkeyopt ec_paramgen_curve:P-384
authority p521 -algorithm EC -pkeyopt ec_paramgen_curve:P-521
authority rsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
issue good leaf 0x51
issue revoked leaf 0x00F2
issue responder responder 0x53
issue webserver other 0x54

# Status, end, revoked, serial, file, subject.
printf 'V\t21210101000000Z\t\t51\tunknown\t/CN=good\nR\t21210101000000Z\t260301120000Z,keyCompromise\tF2\tunknown\t/CN=revoked\n' > "$work/index"
printf 'R\t21210101000000Z\t260302120000Z\t0F3344556677889900AABBCCDDEEFF0011\tunknown\t/CN=long\n' >> "$work/index"
printf 'R\t21210101000000Z\t260303120000Z,holdInstruction,holdInstructionReject\t55\tunknown\t/CN=held\n' >> "$work/index"

list p256 p256 plain
list p384 p384 plain -md sha384
list p521 p521 plain -md sha512
list rsa rsa plain
list rsa-pss rsa plain -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
list rsa-sha1 rsa plain -md sha1
list scoped p256 scoped
list elsewhere p256 elsewhere
list authorities p256 authorities
list indirect p256 indirect
list delta p256 delta
list unknown-extension p256 unknown

openssl ocsp -issuer "$work/p256.pem" -cert "$work/good.pem" -cert "$work/revoked.pem" -no_nonce -reqout "$work/request" > /dev/null
cp "$work/request" two.request
answer by-name p256
answer by-key p256 -resp_key_id
answer delegated responder
answer not-delegated webserver
openssl ocsp -issuer "$work/p256.pem" -cert "$work/good.pem" -reqout "$work/request" > /dev/null
cp "$work/request" nonce.request
answer nonce p256
openssl ocsp -sha256 -issuer "$work/p256.pem" -cert "$work/good.pem" -no_nonce -reqout "$work/request" > /dev/null
answer sha256 p256
openssl ocsp -issuer "$work/p256.pem" -serial 0x99 -no_nonce -reqout "$work/request" > /dev/null
answer unknown p256

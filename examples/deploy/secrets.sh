#!/bin/sh
# Makes what the services keep secret, and the certificates by which they know each other, in a folder:
#
#     sh secrets.sh FOLDER
#
# An authority of the installation's own, a certificate each for participation, matching, funding and NATS (two years),
# a password each for NATS, and the key that participation signs mission tokens with. What is there already is kept, so
# that it may be run again; to renew a certificate, remove its tls.crt and run it again. It takes openssl and osi.
# Keep ca.key where none of the services is.
set -eu
umask 077
folder=$1
issuer=${OSI_MISSION_ISSUER:-https://participation.town.example}
mkdir -p "$folder"
cd "$folder"

if [ ! -e ca.key ]; then
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key
    openssl req -x509 -new -key ca.key -days 3650 -subj "/CN=authority of the services" -out ca.crt \
        -addext keyUsage=critical,keyCertSign,cRLSign
fi

for name in participation matching funding nats; do
    mkdir -p "$name"
    [ -e "$name/tls.key" ] || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$name/tls.key"
    if [ ! -e "$name/tls.crt" ]; then
        names="DNS:$name,DNS:localhost"
        [ "$name" = nats ] && names="$names,DNS:nats-0.nats,DNS:nats-1.nats,DNS:nats-2.nats"
        printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=critical,CA:FALSE\n' \
            "$names" > "$name/extensions"
        openssl req -new -key "$name/tls.key" -subj "/CN=$name" |
            openssl x509 -req -CA ca.crt -CAkey ca.key -days 730 -extfile "$name/extensions" -out "$name/tls.crt.new"
        mv "$name/tls.crt.new" "$name/tls.crt"
        rm "$name/extensions"
    fi
    cp ca.crt "$name/ca.crt"
done

for name in participation matching funding; do
    # It begins with a letter: NATS reads what begins with a digit as a number.
    [ -e "$name/nats-password" ] || echo "p$(openssl rand -hex 24)" > "$name/nats-password"
done
{
    echo "NATS_PARTICIPATION=$(cat participation/nats-password)"
    echo "NATS_MATCHING=$(cat matching/nats-password)"
    echo "NATS_FUNDING=$(cat funding/nats-password)"
} > nats.env

osi issuer --keys participation/signing --issuer "$issuer" --no-serve > /dev/null
mkdir -p mission-keys
cp participation/signing/jwks.json mission-keys/jwks.json
chmod 755 mission-keys
chmod 644 mission-keys/jwks.json

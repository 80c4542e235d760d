using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Server.Hosting;

/// <summary>What an administrator needs to connect the first client, as text for the terminal.</summary>
/// <param name="Name">What clients dial: a DNS name or an address.</param>
/// <param name="Port">Where SSTP is served.</param>
/// <param name="PlainHttpPort">Where plain HTTP is served; null where it is not.</param>
/// <param name="Ca">The certificate that clients are to trust.</param>
/// <param name="CaFile">Where it lies on the server, in PEM.</param>
internal sealed record ConnectionGuide(string Name, int Port, int? PlainHttpPort, X509Certificate2 Ca, string CaFile)
{
    private const int SstpPort = 443;
    private const int HttpPort = 80;

    private string Host =>
        IPAddress.TryParse(Name, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{Name}]" : Name;

    private string Server => Port == SstpPort ? Name : $"{Host}:{Port}";

    private string? Site => PlainHttpPort is { } port ? $"http://{Host}{(port == HttpPort ? "" : $":{port}")}" : null;

    private string FetchPem => Site is null ? $"# copy {CaFile} from here to ca.pem there" : $"curl -o ca.pem {Site}/ca.pem";

    private string Fingerprint => Convert.ToHexString(Ca.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>The lines for <paramref name="user"/>; with the password only where the account was made just now.</summary>
    public string Write(string user, string? password) => $"""

        Adit takes SSTP calls for {Server}.
        {AccountLines(user, password)}
          CA certificate {(Site is null ? $"{CaFile} (plain HTTP is not served: its port is taken or switched off)" : $"{Site}/ca.crt")}
          SHA-256        {Fingerprint}

        Windows, in an elevated PowerShell:
          {(Site is null ? $"# copy {CaFile} from here to ca.crt there" : $"curl.exe -o ca.crt {Site}/ca.crt")}
          {(Site is null ? "certutil -dump ca.crt | findstr sha256" : "Get-FileHash ca.crt")}   # must be the SHA-256 above
          Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\LocalMachine\Root
          Add-VpnConnection -Name Adit -ServerAddress {Server} -TunnelType Sstp -AuthenticationMethod MSChapv2 -EncryptionLevel Required
          rasdial Adit {user} *

        Debian with sstp-client, as root:
          {FetchPem}
          openssl x509 -in ca.pem -outform DER | sha256sum   # must be the SHA-256 above
          sstpc --tls-ext --ca-cert ca.pem --user {user} --password PASSWORD {Server} noauth refuse-eap refuse-pap refuse-chap refuse-mschap

        Adit's own client, as root:
          {FetchPem}
          ./adit connect {Name}{(Port == SstpPort ? "" : $" --port {Port}")} --user {user} --ca ca.pem

        Ctrl-C ends every session and takes interface, rules and settings away again.

        """;

    private static string AccountLines(string user, string? password) => password is null
        ? "  accounts       adit user list shows them, adit user add NAME makes one"
        : $"  account        {user}\n  password       {password}   (shown once; adit user passwd {user} sets another)";
}

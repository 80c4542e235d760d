using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A server that allows EAP in calls, with every method that our client has, and nothing else.</summary>
public sealed class EapClientFixture : IAsyncLifetime
{
    public const string Password = "Pass-w0rd";
    public const string Certified = "dave@example.test";

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    /// <summary>The certificate and key of <see cref="Certified"/>, in PKCS #12.</summary>
    internal string Certificate => Path.Combine(Topology.Folder, "dave.p12");

    /// <summary>The file of its password.</summary>
    internal string CertificatePassword => Server.PasswordFile(Certified);

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        Server = await ServerProcess.StartAsync(Topology, """
            authentication: [ eap ]
            access:
              eap: [ mschapv2, tls, peap, ttls ]
              peap:
                inner: [ mschapv2, tls ]
                cryptoBinding: required
              ttls:
                inner: [ pap ]
            """);
        await Server.AddAccountAsync("bob", Password);
        await Server.AddAccountAsync(Certified, Password);
        (await Server.AskAsync("ca", "issue", "user", Certified, "--out", Certificate, "--password-file", CertificatePassword)).Expect();
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();
}

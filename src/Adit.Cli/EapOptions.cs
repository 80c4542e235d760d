using System.CommandLine;
using System.CommandLine.Parsing;

namespace Adit.Cli;

/// <summary>The options of <c>adit connect</c> for EAP: who may authenticate, and with what.</summary>
internal sealed class EapOptions
{
    private readonly Option<string?> _ca = new("--eap-ca")
    {
        Description = "With EAP by TLS: trust the authorities in this PEM file for the server that authenticates, instead of those of --ca", HelpName = "FILE",
    };

    private readonly Option<string[]> _serverName = new("--eap-server-name")
    {
        Description = "With EAP by TLS: the server that authenticates must bear this name, as for --server-name", HelpName = "NAME",
    };

    private readonly Option<string[]> _pin = new("--eap-pin")
    {
        Description = "With EAP by TLS: a certificate of its chain must have this SHA-1 or SHA-256 fingerprint", HelpName = "FINGERPRINT",
    };

    private readonly Option<string[]> _certificate = new("--certificate")
    {
        Description = "Sign in with the certificate and key of this file, PEM or PKCS #12 (eap-tls, peap-tls)", HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--certificate-key") { Description = "The PEM file of its key, where that is not with it", HelpName = "FILE" };
    private readonly Option<string?> _password = new("--certificate-password-file") { Description = "Read the password of that file from this one", HelpName = "FILE" };

    private readonly Option<string?> _anonymous = new("--anonymous-identity")
    {
        Description = "With PEAP: what is said outside of its tunnel instead of your name", HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_ca, _serverName, _pin, _certificate, _key, _password, _anonymous])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (new EapChoice { ServerNames = result.GetValue(_serverName) ?? [], Pins = result.GetValue(_pin) ?? [] }.FindFault() is { } fault)
                result.AddError(fault);
        });
    }

    /// <summary>Whether there is a certificate to sign in with.</summary>
    public bool HasCertificate(CommandResult result) => result.GetValue(_certificate) is { Length: > 0 };

    public EapChoice Read(ParseResult parsed) => new()
    {
        CaFile = parsed.GetValue(_ca),
        ServerNames = parsed.GetValue(_serverName) ?? [],
        Pins = parsed.GetValue(_pin) ?? [],
        Certificates = parsed.GetValue(_certificate) ?? [],
        KeyFile = parsed.GetValue(_key),
        PasswordFile = parsed.GetValue(_password),
        AnonymousIdentity = parsed.GetValue(_anonymous),
    };
}

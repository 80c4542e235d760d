using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;
using Adit.Certificates.Stores;
using Adit.Server.Control;

namespace Adit.Cli.Certificates;

/// <summary>
/// Where a new certificate comes out, with its key where that is made here. The key is made in this process and goes nowhere but into
/// the file: the server sees a request that proves it.
/// </summary>
internal sealed class NewKeyFile
{
    private readonly Option<string?> _out = new("--out")
    {
        Description = "The file to make; without it, NAME.p12 or NAME.pem here, and standard output for the answer to a --request",
        HelpName = "FILE",
    };

    private readonly Option<string> _format = FormatOption.Create("pem");
    private readonly Option<string?> _request = new("--request")
    {
        Description = "Issue for the key of this request (PKCS #10) instead of a new one",
        HelpName = "FILE",
    };

    private readonly Option<string> _key = new Option<string>("--key")
    {
        Description = "The kind of key to make",
        DefaultValueFactory = _ => StoreWords.Keys[0],
    }.TakesOneOf(StoreWords.Keys);

    private readonly PasswordOptions _password = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_out, _format, _key, _request])
            command.Add(option);
        _password.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_request) is not null && (IsGiven(result, _key) || IsGiven(result, _format) || _password.AreGiven(result)))
                result.AddError("--request brings its own key: --key, --format and passwords belong to a new one.");
        });
    }

    /// <summary>Issues with a request, and writes what comes of it. A file that cannot be written is found out before anything is issued.</summary>
    public async Task<IssuedFileView> IssueAsync(
        ParseResult parsed, Terminal terminal, string name, Func<string, Task<NewCertificateView>> issue)
    {
        if (parsed.GetValue(_request) is { } requestFile)
            return await AnswerAsync(parsed, terminal, CertificateFiles.ReadText(requestFile), issue);

        var isPkcs12 = parsed.GetValue(_format) == FormatOption.Pkcs12;
        var password = isPkcs12 ? _password.Read(parsed, terminal, isNew: true) : null;
        using var key = PrivateKey.Create(Enum.Parse<KeyAlgorithm>(parsed.GetRequiredValue(_key), ignoreCase: true));
        var path = parsed.GetValue(_out) ?? CertificateFiles.NameFor(name, isPkcs12 ? ".p12" : ".pem");
        using var file = NewFile.Create(path);
        var request = key.RequestFor(new X500DistinguishedName("CN=request")).CreateSigningRequestPem();
        var issued = await issue(request);
        using var material = CertificateMaterial.Read(System.Text.Encoding.UTF8.GetBytes(issued.Pem), password: null);
        file.Write(isPkcs12 ? Pkcs12File.Write(material.Certificates, key, password!) : CertificateFiles.Bytes(CertificateMaterial.ToPem(material.Certificates, key)));
        return new IssuedFileView(issued.Certificate, path, issued.LeftOut);
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private async Task<IssuedFileView> AnswerAsync(
        ParseResult parsed, Terminal terminal, string request, Func<string, Task<NewCertificateView>> issue)
    {
        if (parsed.GetValue(_out) is not { } path)
        {
            var shown = await issue(request);
            if (!parsed.WantsJson())
                terminal.Output.Write(shown.Pem);
            return new IssuedFileView(shown.Certificate, null, shown.LeftOut) { Pem = shown.Pem };
        }

        using var file = NewFile.Create(path);
        var issued = await issue(request);
        file.Write(CertificateFiles.Bytes(issued.Pem));
        return new IssuedFileView(issued.Certificate, path, issued.LeftOut);
    }
}

using Adit.Certificates.Validation;
using Adit.Cli.Running;
using Adit.Client;

namespace Adit.Cli.Tests;

public sealed class TextConnectionReportTests
{
    [Fact]
    public void The_facts_of_a_failure_are_told_in_words()
    {
        using var error = new StringWriter();
        var profile = new ConnectionProfile { Host = "192.0.2.1", UserName = "anna", Trust = TrustAnchors.System };
        var report = new TextConnectionReport(new Terminal(TextReader.Null, TextWriter.Null, error, IsOutputForEyes: false, ReadSecret: null), profile, "adit doctor 192.0.2.1");

        report.Ended(new CertificateFailure.WrongName("192.0.2.1", ["vpn.example.org", "vpn2.example.org"]));

        Assert.Contains("Facts: wanted 192.0.2.1; found vpn.example.org, vpn2.example.org", error.ToString(), StringComparison.Ordinal);
    }
}

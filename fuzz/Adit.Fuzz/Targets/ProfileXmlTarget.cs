using System.Security;
using System.Text;
using System.Xml.Linq;
using Adit.Client.Profiles;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A profile of Windows that somebody has written or mailed: as it is where it begins as XML, else built of elements by a script, since
/// mutants of XML are hardly ever any. It is read or refused with a reason; what is read names every key once, no value breaks a line, and
/// every finding has a place in the file.
/// </summary>
internal sealed class ProfileXmlTarget : IFuzzTarget
{
    private const byte Close = 0xF0;
    private const byte Text = 0xF1;

    private const string Tls = """
        <EapHostConfig><EapMethod><Type>13</Type></EapMethod><Config><Eap><Type>13</Type><EapType>
        <ServerValidation><DisableUserPromptForServerValidation>true</DisableUserPromptForServerValidation><ServerNames>a.test;b.test</ServerNames>
        <TrustedRootCA>00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 11 22 33</TrustedRootCA></ServerValidation>
        <TLSExtensions><FilteringInfo><CAHashList><IssuerHash>00</IssuerHash></CAHashList><EKUMapping><EKUMap><EKUName>a</EKUName><EKUOID>1.2</EKUOID></EKUMap></EKUMapping>
        <ClientAuthEKUList><EKUMapInList><EKUName>a</EKUName></EKUMapInList></ClientAuthEKUList><AllPurposeEnabled>true</AllPurposeEnabled></FilteringInfo></TLSExtensions>
        </EapType></Eap></Config></EapHostConfig>
        """;

    private const string Peap =
        "<EapHostConfig><EapMethod><Type>25</Type></EapMethod><Config><Eap><Type>25</Type><EapType><Eap><Type>26</Type></Eap><RequireCryptoBinding>1</RequireCryptoBinding>"
        + "<PeapExtensions><PerformServerValidation>false</PerformServerValidation><IdentityPrivacy><EnableIdentityPrivacy>true</EnableIdentityPrivacy>"
        + "<AnonymousUserName>a</AnonymousUserName></IdentityPrivacy></PeapExtensions></EapType></Eap></Config></EapHostConfig>";

    private const string Vpn =
        "<VPNProfile><ProfileName>a</ProfileName><LockDown>true</LockDown><NativeProfile><Servers>a.test;a</Servers><NativeProtocolType>SSTP</NativeProtocolType>"
        + "<Authentication><UserMethod>Eap</UserMethod><Eap><Configuration>" + Peap + "</Configuration></Eap></Authentication></NativeProfile>"
        + "<Route><Address>10.0.0.0</Address><PrefixSize>8</PrefixSize></Route></VPNProfile>";

    private static readonly string[] Documents = [Tls, Peap, Vpn];

    private static readonly string[] Names =
        [.. Documents.SelectMany(text => XElement.Parse(text).DescendantsAndSelf()).Select(element => element.Name.LocalName).Distinct(StringComparer.Ordinal), "Odd", "ExclusionRoute"];

    public string Name => "profile-xml";

    public IEnumerable<byte[]> Seeds => [.. Documents.Select(Compile), Encoding.UTF8.GetBytes(Vpn)];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        try
        {
            var profile = ProfileXml.Read(input.Span is [(byte)'<', ..] ? Encoding.UTF8.GetString(input.Span) : Build(input));
            BrokenLawException.ThrowUnless(
                profile.Settings.Select(setting => setting.Key).Distinct(StringComparer.Ordinal).Count() == profile.Settings.Count, "Every key stands there once.");
            BrokenLawException.ThrowUnless(
                profile.Settings.All(setting => !setting.Value.Any(char.IsControl)), "No value breaks a line.");
            BrokenLawException.ThrowUnless(profile.Findings.All(finding => finding.Line > 0), "Every finding has its place.");
            return true;
        }
        catch (ProfileException e)
        {
            BrokenLawException.ThrowUnless(e.Line > 0, "A refusal has its place.");
            return false;
        }
    }

    private static byte[] Compile(string text) => [.. CompileChildren(XElement.Parse(text))];

    /// <summary>The root is always there: the script says what is in it.</summary>
    private static IEnumerable<byte> CompileChildren(XElement element)
    {
        yield return (byte)Array.IndexOf(Names, element.Name.LocalName);
        if (!element.HasElements)
        {
            yield return Text;
            yield return (byte)element.Value.Length;
            foreach (var each in Encoding.ASCII.GetBytes(element.Value))
                yield return each;
        }

        foreach (var each in element.Elements().SelectMany(CompileChildren))
            yield return each;
        yield return Close;
    }

    private static string Build(ReadOnlyMemory<byte> input)
    {
        var script = new ScriptReader(input);
        var (text, open) = (new StringBuilder(), new Stack<string>());
        Open(Names[script.Take() % Names.Length] is "VPNProfile" ? "VPNProfile" : "EapHostConfig");
        for (var steps = 0; steps < 500 && script.TryTake(out var code); steps++)
            Step(code);

        while (open.TryPop(out var name))
            text.Append("</").Append(name).Append('>');
        return text.ToString();

        void Step(byte code)
        {
            if (code == Text)
                text.Append(SecurityElement.Escape(new string([.. script.TakeBlock().Select(each => each < ' ' ? ' ' : (char)each)])));
            else if (code == Close && open.Count > 1)
                text.Append("</").Append(open.Pop()).Append('>');
            else if (code != Close)
                Open(Names[code % Names.Length]);
        }

        void Open(string name)
        {
            text.Append('<').Append(name).Append(" Enabled='true'>");
            open.Push(name);
        }
    }
}

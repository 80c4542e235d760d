using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Decisions;

/// <summary>Names with umlauts, as UTF-8 and as 8-bit text, in each method, through the codec.</summary>
public sealed class IdentityReaderTests : IDisposable
{
    private const string Name = "jürgen";
    private const string Password = "Grüße, Jürgen";

    private static readonly byte[] s_challenge = Convert.FromHexString("5b5d7c7d7b3f2f3e3c2c602132262628");

    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _built;
    private readonly EncodedAuthority _authority;
    private AccessOptions _options = new();

    public IdentityReaderTests()
    {
        var (store, time, sealer) = (new InMemoryAccountStore(), new VirtualTime(), new SecretSealer(new byte[SecretSealer.KeyLength]));
        _accounts = new AccountService(store, sealer, time);
        _built = new BuiltInAuthority(store, new InMemorySessionStore(), sealer, () => _options, time);
        _authority = new EncodedAuthority(_built);
    }

    public static TheoryData<string, string> Methods => new()
    {
        { "pap", "utf-8" }, { "pap", "windows-1252" }, { "chap", "utf-8" }, { "chap", "windows-1252" }, { "mschapv2", "utf-8" },
        { "mschapv2", "windows-1252" },
    };

    public void Dispose() => _built.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_name_with_an_umlaut_is_its_account_in_either_encoding(string method, string encoding)
    {
        await AddAsync(Name);

        Assert.Equal(Name, await EnterAsync(method, $"EXAMPLE\\{Name}", EncodingOf(encoding)));
    }

    [Fact]
    public async Task Another_code_page_is_read_as_it()
    {
        await AddAsync("юрий");
        _options = new AccessOptions { CodePage = "windows-1251" };

        Assert.Equal("юрий", await EnterAsync("mschapv2", "юрий", EncodingOf("windows-1251")));
    }

    [Fact]
    public async Task Without_a_code_page_only_UTF8_is_a_name()
    {
        await AddAsync(Name);
        _options = new AccessOptions { IdentityText = IdentityText.Utf8 };

        Assert.Null(await EnterAsync("mschapv2", Name, EncodingOf("windows-1252")));
        Assert.Equal(Name, await EnterAsync("mschapv2", Name, Encoding.UTF8));
    }

    [Theory]
    [InlineData(IdentityText.Utf8, "utf8", "j\ufffdrgen")]
    [InlineData(IdentityText.CodePage, "auto", Name)]
    [InlineData(IdentityText.Auto, "auto", Name)]
    public void EAP_is_held_to_UTF8_where_that_alone_is_read_and_never_to_a_code_page(IdentityText setting, string read, string name)
    {
        var options = new AccessOptions { IdentityText = setting };
        var request = new AccessRequest(new AccessCredentials.MsChapV2(Exchange(Name, isLatin1: true)), "s-1", "gw", "192.0.2.1", CorrelationId: null) { EapMethod = EapType.MsChapV2 };

        Assert.Equal(name, IdentityReader.Read(request, options).UserName);
        Assert.Equal(
            [new("name.bytes", "8-bit"), new("name.read", read), new("name.carrier", "eap")], IdentityReader.Describe(request, options));
    }

    [Fact]
    public void A_name_of_ASCII_is_not_remarked_upon() => Assert.Empty(IdentityReader.Describe(
        new AccessRequest(new AccessCredentials.Pap("anna", default), "s-1", "gw", "192.0.2.1", CorrelationId: null), new AccessOptions()));

    [Fact]
    public async Task With_the_code_page_alone_UTF8_is_read_in_it()
    {
        await AddAsync(Name);
        _options = new AccessOptions { IdentityText = IdentityText.CodePage };

        Assert.Equal(Name, await EnterAsync("pap", Name, EncodingOf("windows-1252")));
        Assert.Null(await EnterAsync("pap", Name, Encoding.UTF8));
    }

    [Theory]
    [InlineData(RealmRule.Keep, "anna@example.com", "anna@example.com")]
    [InlineData(RealmRule.Strip, "anna@example.com", null)]
    [InlineData(RealmRule.Strip, "anna", "anna")]
    public async Task A_realm_belongs_to_the_name_or_does_not(RealmRule rule, string account, string? entered)
    {
        await AddAsync(account);
        _options = new AccessOptions { Realm = rule };

        Assert.Equal(entered, await EnterAsync("mschapv2", "anna@example.com", Encoding.UTF8));
    }

    [Theory]
    [InlineData("windows-1252", true)]
    [InlineData("iso-8859-15", true)]
    [InlineData("utf-16", false)]
    [InlineData("shift_jis", false)]
    [InlineData("nonsense", false)]
    public void A_code_page_has_one_byte_for_each_character(string name, bool isOne) =>
        Assert.Equal(isOne, IdentityReader.FindCodePage(name) is not null);

    private static Encoding EncodingOf(string name) => IdentityReader.FindCodePage(name) ?? Encoding.UTF8;

    private async Task AddAsync(string name) =>
        Assert.Null(await _accounts.AddAsync(name, PasswordKind.Reversible, Password, "root", default));

    /// <summary>Whose account it is; null where nobody was let in. The name travels as Latin-1 where its bytes are no UTF-8, as PPP has it.</summary>
    private async Task<string?> EnterAsync(string method, string name, Encoding encoding)
    {
        var text = PeerTextOf(encoding.GetBytes(name), out var isLatin1);
        var request = new AccessRequest(CredentialsOf(method, text, isLatin1, encoding), "s-1", "gw", "192.0.2.1", CorrelationId: null);
        return (await _authority.DecideAsync(request, default) as AccessReply.Accept)?.Identity;
    }

    private static AccessCredentials CredentialsOf(string method, string name, bool isLatin1, Encoding encoding) => method switch
    {
        "pap" => new AccessCredentials.Pap(name, encoding.GetBytes(Password)) { NameIsLatin1 = isLatin1 },
        "chap" => new AccessCredentials.ChapMd5(new ChapMd5Exchange(
            9, name, s_challenge, ChapMd5.Response(9, Encoding.UTF8.GetBytes(Password), s_challenge), isLatin1)),
        _ => new AccessCredentials.MsChapV2(Exchange(name, isLatin1)),
    };

    private static MsChapV2Exchange Exchange(string name, bool isLatin1)
    {
        var exchange = new MsChapV2Exchange(7, name, s_challenge, s_challenge, new byte[MsChapV2.NtResponseLength], isLatin1);
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(s_challenge, s_challenge, exchange.EncodeUserName(), MsChapV2.NtPasswordHash(Password), response);
        return exchange with { NtResponse = response };
    }

    private static string PeerTextOf(byte[] bytes, out bool isLatin1)
    {
        isLatin1 = !System.Text.Unicode.Utf8.IsValid(bytes);
        return (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes);
    }
}

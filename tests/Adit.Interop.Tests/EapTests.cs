namespace Adit.Interop.Tests;

/// <summary>eapol_test, which is wpa_supplicant's own code, as the client behind another vendor's gateway.</summary>
[Collection(RadiusCollection.Name)]
public sealed class EapTests(RadiusFixture lab)
{
    private const string NoKeysExpected = "-n";

    [Fact]
    public async Task MsChapV2_lets_in_who_knows_the_password_and_both_sides_have_the_same_keys() =>
        EndsWith("SUCCESS", await lab.AuthenticateAsync("MSCHAPV2", "bob", RadiusFixture.Password));

    [Fact]
    public async Task Md5_lets_in_who_knows_the_password() =>
        EndsWith("SUCCESS", await lab.AuthenticateAsync("MD5", "bob", RadiusFixture.Password, NoKeysExpected));

    [Fact]
    public async Task Gtc_lets_in_who_knows_the_password() =>
        EndsWith("SUCCESS", await lab.AuthenticateAsync("GTC", "bob", RadiusFixture.Password, NoKeysExpected));

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_client_learns_the_code_that_Windows_shows()
    {
        var said = await lab.AuthenticateAsync("MSCHAPV2", "carol", "wrong");

        EndsWith("FAILURE", said);
        Assert.Contains("E=691", said, StringComparison.Ordinal);
        await lab.WhySaysAsync("carol", "NPS-016");
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_refused_and_why_tells_so()
    {
        EndsWith("FAILURE", await lab.AuthenticateAsync("PWD", "erik", "any"));

        await lab.WhySaysAsync("erik", "NPS-022");
    }

    private static void EndsWith(string verdict, string said) =>
        Assert.True(said.EndsWith(verdict, StringComparison.Ordinal), said[^Math.Min(said.Length, 4000)..]);
}

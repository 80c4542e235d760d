using System.Globalization;

namespace Adit.Diagnosis.Tests;

public sealed class NpsReasonsTests
{
    [Fact]
    public void Every_page_of_a_reason_is_of_one_in_the_table() => Assert.Equal([], FailureCatalogue.All
        .Where(entry => entry.Code.StartsWith("NPS-", StringComparison.Ordinal))
        .Where(entry => NpsReasons.Find(int.Parse(entry.Code["NPS-".Length..], CultureInfo.InvariantCulture)) is null)
        .Select(entry => entry.Code));

    [Fact]
    public void Every_symbol_beside_a_reason_is_one_of_Windows() => Assert.Equal([], NpsReasons.All
        .Where(reason => reason.Symbol is { } symbol && !WindowsCodes.TryParse(symbol, out _)).Select(reason => reason.Name));
}

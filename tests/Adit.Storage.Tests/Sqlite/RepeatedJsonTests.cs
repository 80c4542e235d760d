using System.Text;
using Adit.Diagnosis.Attempts;
using Adit.Storage.Sqlite;

namespace Adit.Storage.Tests.Sqlite;

public sealed class RepeatedJsonTests
{
    private readonly RepeatedJson<AttemptFact> _facts = new(RowJson.Default.IReadOnlyListAttemptFact);

    [Fact]
    public void A_list_is_written_as_it_is_whatever_was_written_before()
    {
        string[] written = [.. new[] { "a", "a", "b", "a" }.Select(value => Write(new AttemptFact("name", value)))];

        Assert.Equal([Json("a"), Json("a"), Json("b"), Json("a")], written);
    }

    [Fact]
    public void The_beginning_of_the_last_list_is_a_list_of_its_own()
    {
        Write(new AttemptFact("name", "a"), new AttemptFact("name", "b"));

        Assert.Equal(Json("a"), Write(new AttemptFact("name", "a")));
    }

    [Fact]
    public void No_facts_are_an_empty_list() => Assert.Equal("[]", Write());

    private string Write(params AttemptFact[] facts) => Encoding.UTF8.GetString(_facts.Write(facts));

    private static string Json(string value) => $$"""[{"Name":"name","Value":"{{value}}"}]""";
}

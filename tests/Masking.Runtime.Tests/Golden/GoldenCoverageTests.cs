using System.Reflection;
using System.Text.Json;

namespace Masking.Runtime.Tests.Golden;

/// <summary>Every reference value is used by a test.</summary>
public sealed class GoldenCoverageTests
{
    private static readonly Dictionary<string, Type> Expressed = new(StringComparer.Ordinal)
    {
        [CategoricalGoldenTests.FileName] = typeof(CategoricalGoldenTests),
        [ComponentsGoldenTests.FileName] = typeof(ComponentsGoldenTests),
        [GridGoldenTests.FileName] = typeof(GridGoldenTests),
        [AttentionGoldenTests.FileName] = typeof(AttentionGoldenTests),
        [PointerGoldenTests.FileName] = typeof(PointerGoldenTests),
        [KlGoldenTests.FileName] = typeof(KlGoldenTests),
        [GatedGoldenTests.FileName] = typeof(GatedGoldenTests),
        [ConditionalGoldenTests.FileName] = typeof(ConditionalGoldenTests),
        [FlagsGoldenTests.FileName] = typeof(FlagsGoldenTests),
        [IntervalGoldenTests.FileName] = typeof(IntervalGoldenTests),
        [QValuesGoldenTests.FileName] = typeof(QValuesGoldenTests),
    };

    public static TheoryData<string> ExpressedFiles => [.. Expressed.Keys];

    [Fact]
    public void EveryFile_IsRun() =>
        Assert.Equal(Expressed.Keys.Order(StringComparer.Ordinal), GoldenFolder.Files());

    [Theory]
    [MemberData(nameof(ExpressedFiles))]
    public void EveryCase_IsATheoryRowOfItsOwn(string file)
    {
        MethodInfo[] theories = [.. Expressed[file].GetMethods().Where(method => method.GetCustomAttribute<TheoryAttribute>() is not null)];
        Assert.All(theories, theory => Assert.Equal("Cases", theory.GetCustomAttribute<MemberDataAttribute>()!.MemberName));
        Assert.NotEmpty(theories);

        IEnumerable<ITheoryDataRow> rows = (IEnumerable<ITheoryDataRow>)Expressed[file].GetProperty("Cases")!.GetValue(null)!;
        Assert.Equal(NamesIn(file), rows.Select(row => (string)row.GetData()[0]!).Distinct());
    }

    private static string[] NamesIn(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFolder.Location, file + ".json")));
        string[] names =
        [
            .. document.RootElement.GetProperty("cases").EnumerateArray().Select(each => each.GetProperty("name").GetString()!),
        ];
        Assert.NotEmpty(names);
        Assert.Distinct(names);
        return names;
    }
}

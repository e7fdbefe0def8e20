namespace Masking.Policies.Tests.Systems;

public class DeclarationTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Systems", "Declared");

    [Fact]
    public void EightSystemsAndAVariant_AreDeclared() => Assert.Equal(9, Files.Count);

    [Theory, MemberData(nameof(Files))]
    public void EverySystem_IsDeclaredInFewerThanSixtyLines(string file) =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Folder, file)).Length, 1, 59);
}

using System.Text;
using Masking.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Masking.Player.Tests;

/// <summary>What a player says about a file that it cannot play.</summary>
public sealed class ModelErrorTests
{
    [Fact]
    public void AFileOfAnotherDeclaration_IsRefusedWithTheDifferences()
    {
        using TurretPolicy policy = new();
        byte[] model = Exported.Bytes(policy);
        ModelMismatchException error = Assert.Throws<ModelMismatchException>(() => new SailorPolicy.Player(model, environments: 1));
        Assert.Equal("SailorPolicy", error.Policy);
        Assert.Contains("The file is of the policy TurretPolicy.", error.Differences);
        Assert.Contains("SailorPolicy had the inputs View and now has Sky.", error.Differences);
        Assert.EndsWith("Export the policy again with SaveOnnx.", error.Message);
    }

    [Fact]
    public void AFileOfAnotherProgram_HasNoDeclaration()
    {
        byte[] model = Replaced(Turret(), "masking.declaration", "another.declaration");
        AssertRefused(model, "has no masking.declaration, because another program wrote it. Export the policy again with SaveOnnx.");
    }

    [Fact]
    public void AnUnreadableDeclaration_IsRefused()
    {
        byte[] model = Replaced(Turret(), "\"TurretPolicy\"", "!TurretPolicy!!");
        AssertRefused(model, "its declaration cannot be read");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void ATruncatedFile_IsRefused(int length) =>
        AssertRefused(Turret()[..length], "expected an ONNX file, but ONNX Runtime cannot load it");

    [Fact]
    public void AFileWithoutAnInput_IsRefused()
    {
        byte[] model = Replaced(Turret(), "AngleRange", "AngleRenge");
        AssertRefused(model, "AngleRenge");
    }

    [Fact]
    public void AFixedNumberOfEntities_HasToBeThatOfThePlayer()
    {
        using SkirmishPolicy policy = new();
        byte[] model = Exported.Bytes(policy, new OnnxOptions { Entities = new Dictionary<string, int> { ["Units"] = 6 } });
        using (SkirmishPolicy.Player player = new(model, environments: 3, maxUnits: 6))
        {
            player.ActGreedily();
            Assert.NotNull(player.CommandMask(2).Flags.ToArray());
        }

        ModelFileException error = Assert.Throws<ModelFileException>(() => new SkirmishPolicy.Player(model, environments: 1, maxUnits: 5));
        Assert.Contains("expected the size 5 on axis 1 of the input Units, as SkirmishPolicy.Player.Units has it, got the fixed size 6.",
            error.Message);
    }

    [Fact]
    public void APath_IsInTheMessage()
    {
        string path = Path.Join(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        Assert.Throws<FileNotFoundException>(() => new TurretPolicy.Player(path, environments: 1));
        File.WriteAllText(path, "no model");
        try
        {
            ModelFileException error = Assert.Throws<ModelFileException>(() => new TurretPolicy.Player(path, environments: 1));
            Assert.Equal(path, error.Path);
            File.WriteAllBytes(path, Turret());
            using TurretPolicy.Player player = new(path, environments: 1);
            player.ActGreedily();
            Assert.InRange(player.AngleAt(0), -180, 180);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AFolder_IsNoFile() =>
        Assert.Contains("got a folder", Assert.Throws<ModelFileException>(() => new TurretPolicy.Player(Path.GetTempPath(), 1)).Message);

    [Fact]
    public void MissingArguments_AreNamed()
    {
        Assert.Throws<ArgumentNullException>("model", () => new TurretPolicy.Player((byte[])null!, environments: 1));
        Assert.Throws<ArgumentNullException>("path", () => new TurretPolicy.Player((string)null!, environments: 1));
        Assert.Throws<ArgumentException>("path", () => new TurretPolicy.Player("", environments: 1));
        Assert.Throws<ArgumentOutOfRangeException>("environments", () => new TurretPolicy.Player(Turret(), environments: 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxUnits", () => new SkirmishPolicy.Player([], environments: 1, maxUnits: 0));
    }

    [Fact]
    public void Options_AreThoseOfTheSession()
    {
        string path = Path.Join(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        using SessionOptions options = new() { OptimizedModelFilePath = path };
        using (TurretPolicy.Player player = new(Turret(), environments: 1, options))
        {
            player.ActGreedily();
            Assert.False(float.IsNaN(player.LogProb(0)));
        }

        Assert.True(File.Exists(path));
        File.Delete(path);
    }

    private static byte[] Turret()
    {
        using TurretPolicy policy = new();
        return Exported.Bytes(policy);
    }

    private static void AssertRefused(byte[] model, string expected)
    {
        ModelFileException error = Assert.Throws<ModelFileException>(() => new TurretPolicy.Player(model, environments: 1));
        Assert.StartsWith($"model of {model.Length} bytes: ", error.Message);
        Assert.Contains(expected, error.Message);
    }

    /// <summary>Replaces a text of the file by another one of the same length.</summary>
    private static byte[] Replaced(byte[] model, string text, string other)
    {
        byte[] searched = Encoding.UTF8.GetBytes(text);
        byte[] replacement = Encoding.UTF8.GetBytes(other.PadRight(text.Length)[..text.Length]);
        byte[] changed = [.. model];
        int first = changed.AsSpan().IndexOf(searched);
        Assert.True(first >= 0);
        for (int place = first; place >= 0;)
        {
            replacement.CopyTo(changed, place);
            int next = changed.AsSpan(place + 1).IndexOf(searched);
            place = next < 0 ? -1 : place + 1 + next;
        }

        return changed;
    }
}

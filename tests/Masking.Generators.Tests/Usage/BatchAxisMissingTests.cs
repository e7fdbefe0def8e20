namespace Masking.Generators.Tests.Usage;

/// <summary>The tensors of an observation have a batch axis.</summary>
public sealed class BatchAxisMissingTests
{
    [Theory]
    [InlineData("Use(observation with { CommandMask = [|tensor(new[] { true, false, true })|] });")]
    [InlineData("Use(observation with { CommandMask = [|torch.tensor([true, false, true])|] });")]
    [InlineData("Use(observation with { CommandMask = [|tensor(new List<bool> { true, false, true })|] });")]
    [InlineData("Use(observation with { CommandMask = [|new[] { true, false, true }|] });")]
    [InlineData("Use(observation with { UnitsMask = [|tensor(new[] { true, false }, device: CPU)|] });")]
    [InlineData("Use(observation with { Globals = [|tensor(new[] { 1f, 2, 3, 4 })|] });")]
    [InlineData("Tensor legal = tensor(new[] { true, false, true }); Use(observation with { CommandMask = [|legal|] });")]
    [InlineData("Use(running with { JumpMask = null, Globals = [|tensor(new[] { 1f, 2, 3, 4 })|] });")]
    [InlineData("Use(new ActionValues.Observation { Globals = mask, QMask = [|tensor(new[] { true, false, true })|] });")]
    public void TensorOfOneAxis_IsReported(string body) => Used.IsReported("MASK105", body);

    [Theory]
    [InlineData("Use(observation with { CommandMask = tensor(new[,] { { true, false, true } }) });")]
    [InlineData("Use(observation with { CommandMask = tensor(new[] { true, false, true }).unsqueeze(0) });")]
    [InlineData("Use(observation with { CommandMask = tensor(new[] { true, false, true }).expand(2, 3) });")]
    [InlineData("Use(observation with { CommandMask = tensor(new[] { true, false, true }, [1, 3]) });")]
    [InlineData("Use(observation with { CommandMask = tensor(new List<bool> { true, false, true }, rows: 1, columns: 3) });")]
    [InlineData("Use(observation with { CommandMask = null });")]
    [InlineData("Use(observation with { CommandMask = mask });")]
    [InlineData("Tensor legal = tensor(new[] { true, true }); legal = legal.unsqueeze(0); Use(observation with { RetreatMask = legal });")]
    [InlineData("Tensor legal = tensor(new[] { true, false, true }); legal.unsqueeze_(0); Use(observation with { CommandMask = legal });")]
    [InlineData("Use(new Policy.Actions { Command = tensor(new[] { 1L, 2 }), Retreat = tensor(new[] { 0L, 1 }) });")]
    public void TensorOfMoreAxes_IsNotReported(string body) => Used.IsNotReported(body);
}
